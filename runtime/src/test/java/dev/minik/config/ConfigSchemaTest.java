package dev.minik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.minik.docs.GeneratedFile;
import dev.minik.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors takes what minik takes, and refuses what it can know to be wrong. */
class ConfigSchemaTest {
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(ConfigSchema.text());

    static Stream<Path> files() throws IOException {
        var files = Stream.<Path>builder();
        for (String directory : List.of("examples", "runtime/src/test/resources/dev/minik/kubeadm/configs")) {
            try (var found = Files.list(GeneratedFile.root().resolve(directory))) {
                found.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(files);
            }
        }
        return files.build();
    }

    @ParameterizedTest
    @MethodSource("files")
    void takesGoodFiles(Path file) throws IOException {
        assertEquals(List.of(), complaints(Files.readString(file)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aMisspeltFieldIsSeenAtAnyDepth(Path file) throws IOException {
        var text = Files.readString(file);

        assertFalse(complaints(text.replaceFirst("(?m)^kind:", "kynd:")).isEmpty());
        assertFalse(complaints(text + "\nnode: []\n").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bogus: 1",
                "name: Upper",
                "name: 12",
                "nodes: {}",
                "nodes: [worker]",
                "nodes: [{rol: worker}]",
                "nodes: [{role: master}]",
                "nodes: [{labels: {gpu: true}}]",
                "nodes: [{labels: [a]}]",
                "nodes: [{extraPortMappings: [{}]}]",
                "nodes: [{extraPortMappings: [{containerPort: 0}]}]",
                "nodes: [{extraPortMappings: [{containerPort: 65536}]}]",
                "nodes: [{extraPortMappings: [{containerPort: 80, hostPort: -2}]}]",
                "nodes: [{extraPortMappings: [{containerPort: 80, hostport: 80}]}]",
                "nodes: [{extraPortMappings: [{containerPort: 80, listenAddress: localhost}]}]",
                "nodes: [{extraPortMappings: [{containerPort: 80, protocol: HTTP}]}]",
                "nodes: [{extraMounts: [{containerPath: /b}]}]",
                "nodes: [{extraMounts: [{hostPath: /a, containerPath: b}]}]",
                "nodes: [{extraMounts: [{hostPath: /a, containerPath: /b, propagation: shared}]}]",
                "nodes: [{taints: ['a=b:Never']}]",
                "nodes: [{environment: {'A-B': x}}]",
                "nodes: [{files: [{path: /x}]}]",
                "nodes: [{files: [{path: /x, content: a, hostPath: b}]}]",
                "nodes: [{files: [{path: /x, content: x, mode: '999'}]}]",
                "networking: {ipFamily: ipv5}",
                "networking: {podSubnet: word}",
                "networking: {apiServerPort: '80'}",
                "networking: {apiServerPort: 70000}",
                "networking: {disableDefaultCNI: 'yes'}",
                "networking: {kubeProxyMode: IPTables}",
                "networking: {dnsDomain: Cluster}",
                "networking: {dnsSearch: a.example}",
                "featureGates: {A: 1}",
                "featureGates: {a-b: true}",
                "runtimeConfig: {api/all: true}",
                "runtimeConfig: {api/all: 'on'}",
                "kubernetesVersion: latest",
                "controlPlaneEndpoint: dns",
                "etcd: {nodes: 2}",
                "etcd: {size: 3}",
                "registries: [{}]",
                "registries: [{host: 'https://a'}]",
                "registries: [{host: a, mirrors: [mirror.example]}]",
                "proxy: {http: proxy}",
                "kubeadmConfigPatches: [{}]",
                "kubeadmConfigPatchesJSON6902: [{patch: '[]'}]",
                "containerdConfigPatches: 3",
            })
    void refusesWhatMinikRefuses(String body) {
        assertFalse(complaints(Loading.MINIK + body).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetesVersion: v1.37.0",
                "imageRepository: a",
                "nodes: [{}, {taints: ['a:NoSchedule']}]",
                "nodes: [{cpus: 1}]",
                "networking: {cni: none}",
                "etcd: {}",
                "proxy: {}",
                "registries: []",
            })
    void refusesOurFieldsInKindsFormat(String body) {
        assertEquals(List.of(), complaints(Loading.MINIK + body));
        assertEquals(1, complaints(Loading.KIND + body).size());
        assertTrue(complaints("kind: Cluster\n" + body).toString().contains("apiVersion"));
    }

    private static List<String> complaints(String yaml) {
        return SCHEMA.validate(new ObjectMapper().<JsonNode>valueToTree(Yaml.load(yaml))).stream()
                .map(Object::toString)
                .toList();
    }
}
