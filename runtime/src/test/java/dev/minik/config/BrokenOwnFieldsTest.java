package dev.minik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with fields that only our own schema has. */
class BrokenOwnFieldsTest {
    static Stream<Arguments> bodies() {
        return Stream.of(
                // taints
                node("taints: [a=b]", ".taints[0]: ", "is not a taint, such as key=value:NoSchedule"),
                node("taints: ['a=b:Never']", ".taints[0]: ", "the effects are NoSchedule"),
                node("taints: ['-a=b:NoSchedule']", ".taints[0]: ", "begins and ends with a letter or digit"),
                node("taints: ['a=b c:NoExecute']", ".taints[0]: ", "the value 'b c'"),
                node("taints: [{key: a}]", ".taints[0]: ", "must be a text, but is a mapping"),
                node(
                        "taints: ['a=b:PreferNoSchedule', 'a=c:PreferNoSchedule']",
                        ".taints[1]: ",
                        "there is a taint of this key and effect already"),
                arguments(
                        "nodes: [{taints: ['a:NoSchedule']}]",
                        "nodes: ",
                        "every node has a taint that CoreDNS does not tolerate"),
                arguments(
                        "nodes: [{taints: ['node-role.kubernetes.io/control-plane:NoExecute']}]",
                        "nodes: ",
                        "every node has a taint that CoreDNS does not tolerate"),
                // share of the host
                node("cpus: many", ".cpus: ", "'many' is not a quantity"),
                node("cpus: 0", ".cpus: ", "0 is less than 100m"),
                node("cpus: -1", ".cpus: ", "'-1' is not a quantity"),
                node("cpus: [1]", ".cpus: ", "must be a text, but is a list"),
                node("memory: 2GB", ".memory: ", "'2GB' is not a quantity"),
                node("memory: 10Mi", ".memory: ", "10Mi is less than 256Mi"),
                // environment
                node("environment: {'A-B': x}", ".environment.A-B: ", "is not the name of a variable"),
                node("environment: {PATH: /bin}", ".environment.PATH: ", "is set by minik"),
                node("environment: {A: 1}", ".environment.A: ", "write it in quotes"),
                // files
                node("files: [{content: x}]", ".files[0].path: ", "missing"),
                node("files: [{path: etc/x, content: x}]", ".files[0].path: ", "is not an absolute path"),
                node("files: [{path: /run/x, content: x}]", ".files[0].path: ", "is made anew when the node starts"),
                node("files: [{path: /minik/agent, content: x}]", ".files[0].path: ", "is made anew"),
                node("files: [{path: /etc/../etc/hosts, content: x}]", ".files[0].path: ", "'/etc/hosts' is made anew"),
                node("files: [{path: /etc/kubernetes/pki/ca.crt, content: x}]", ".files: ", "is written by minik"),
                node("files: [{path: /etc/kubernetes/pki/etcd/ca.key, content: x}]", ".files: ", "is written by minik"),
                node("files: [{path: /etc/kubernetes/admin.conf, content: x}]", ".files: ", "is written by minik"),
                node(
                        "files: [{path: /etc/kubernetes/manifests/etcd.yaml, content: x}]",
                        ".files: ",
                        "is written by minik"),
                node(
                        "files: [{path: /etc/systemd/system/minik.service, content: x}]",
                        ".files: ",
                        "is written by minik"),
                node(
                        "files: [{path: /x, content: a}, {path: /x/y, content: b}]",
                        ".files: ",
                        "'/x/y' cannot be below '/x', which is a file as well"),
                node(
                        "files: [{path: /data/x, content: a}], extraMounts: [{hostPath: /a, containerPath: /data}]",
                        ".files: ",
                        "'/data/x' is hidden by the mount at '/data'"),
                node(
                        "files: [{path: /data, content: a}], extraMounts: [{hostPath: /a, containerPath: /data}]",
                        ".files: ",
                        "'/data' is hidden by the mount at '/data'"),
                node("files: [{path: /x}]", ".files[0]: ", "needs either content or hostPath"),
                node("files: [{path: /x, hostPath: no-such-file}]", ".files[0].hostPath: ", "cannot be read"),
                node("files: [{path: /x, content: x, mode: '999'}]", ".files[0].mode: ", "is not a mode"),
                node(
                        "files: [{path: /x, content: a}, {path: /x/, content: b}]",
                        ".files[1].path: ",
                        "is made by nodes[0].files[0]"),
                // networking
                arguments(
                        "networking: {cni: fast}",
                        "networking.cni: ",
                        "'fast' is none of flannel, bridge, calico, cilium, none"),
                arguments(
                        "networking: {cni: calico, ipFamily: ipv6}",
                        "networking.cni: ",
                        "calico, as it is published, goes with ipFamily ipv4 only"),
                arguments(
                        "networking: {cni: calico, ipFamily: dual}",
                        "networking.cni: ",
                        "calico, as it is published, goes with ipFamily ipv4 only"),
                arguments(
                        "networking: {cni: calico, kubeProxyMode: none}",
                        "networking.cni: ",
                        "calico, as it is published, needs kube-proxy, which kubeProxyMode none leaves out"),
                arguments(
                        "networking: {cni: cilium, disableDefaultCNI: true}",
                        "networking.cni: ",
                        "disableDefaultCNI says that there is none"),
                arguments("networking: {cni: ./no-such.yaml}", "networking.cni: ", "cannot be read"),
                arguments(
                        "networking: {cni: flannel, disableDefaultCNI: true}",
                        "networking.cni: ",
                        "disableDefaultCNI says that there is none"),
                arguments(
                        "networking: {dnsDomain: Cluster}", "networking.dnsDomain: ", "is not a domain in lower case"),
                // the cluster as a whole
                arguments("imageRepository: 'A B'", "imageRepository: ", "is not an image name"),
                arguments("controlPlaneEndpoint: dns", "controlPlaneEndpoint: ", "'dns' is none of balancer, vip"),
                arguments("etcd: {topology: cloud}", "etcd.topology: ", "'cloud' is none of stacked, external"),
                arguments("etcd: {nodes: 3}", "etcd.nodes: ", "etcd runs on the control planes"),
                arguments("etcd: {ephemeral: maybe}", "etcd.ephemeral: ", "must be true or false"),
                arguments("etcd: {size: 3}", "etcd.size: ", "unknown field"),
                // localRegistries
                arguments("localRegistries: [Dev]", "localRegistries[0]: ", "must consist of lower-case letters"),
                arguments("localRegistries: [dev, dev]", "localRegistries[1]: ", "is there already"),
                arguments("localRegistries: dev", "localRegistries: ", "must be a list"),
                arguments(
                        "localRegistries: [dev]\ncontainerdConfigPatches: ['plugins.\"io.containerd.cri.v1.images\".registry.config_path = \"/x\"']",
                        "localRegistries: ",
                        "containerdConfigPatches has containerd not look into"),
                // registries
                arguments("registries: [{}]", "registries[0].host: ", "missing"),
                arguments("registries: [{host: 'https://a'}]", "registries[0].host: ", "is not a registry's name"),
                arguments(
                        "registries: [{host: a, mirrors: [mirror.example]}]",
                        "registries[0].mirrors[0]: ",
                        "is not an address such as https://"),
                arguments(
                        "registries: [{host: a, mirrors: ['https://b', 'http://b', 'https://b']}]",
                        "registries[0].mirrors[2]: ",
                        "'https://b' is there already"),
                arguments(
                        "registries: [{host: a}]\ncontainerdConfigPatches: ['[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.\"b\"]\n"
                                + "\n  endpoint = [\"http://c\"]']",
                        "registries: ",
                        "containerdConfigPatches has containerd not look into /etc/containerd/certs.d"),
                arguments(
                        "registries: [{host: a}]\ncontainerdConfigPatches: ['plugins.\"io.containerd.cri.v1.images\".registry.config_path = \"/x\"']",
                        "registries: ",
                        "containerdConfigPatches has containerd not look into /etc/containerd/certs.d"),
                arguments(
                        "registries: [{host: a, mirrors: ['https://me:x@mirror.example']}]",
                        "registries[0].mirrors[0]: ",
                        "credentials go into username and password"),
                arguments(
                        "registries: [{host: a, mirrors: ['https://mirror.example/?x=y']}]",
                        "registries[0].mirrors[0]: ",
                        "is not an address such as"),
                arguments("registries: [{host: a, ca: nowhere.pem}]", "registries[0].ca: ", "cannot be read"),
                arguments(
                        "registries: [{host: a}, {host: a}]", "registries[1].host: ", "is described by registries[0]"),
                arguments("registries: [{host: a, username: me}]", "registries[0].password: ", "missing"),
                arguments("registries: [{host: a, password: x}]", "registries[0].username: ", "missing"),
                arguments(
                        "registries: [{host: a, username: 'a:b', password: x}]",
                        "registries[0].username: ",
                        "must not contain a colon"),
                // proxy
                arguments("proxy: {http: proxy}", "proxy.http: ", "is not a proxy's address"),
                arguments("proxy: {https: 'ftp://a'}", "proxy.https: ", "is not a proxy's address"),
                arguments("proxy: {noProxy: a}", "proxy.noProxy: ", "must be a list"),
                arguments("proxy: {noProxy: [a]}", "proxy.noProxy: ", "says nothing without http or https"),
                arguments(
                        "proxy: {http: 'http://p', noProxy: ['http://a']}",
                        "proxy.noProxy[0]: ",
                        "'http://a' is not a host, a domain or a subnet"),
                arguments(
                        "proxy: {https: 'http://p', noProxy: ['a,b']}",
                        "proxy.noProxy[0]: ",
                        "'a,b' is not a host, a domain or a subnet"));
    }

    private static Arguments node(String field, String path, String fragment) {
        return arguments("nodes: [{" + field + "}]", "nodes[0]" + path, fragment);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void namesTheMistake(String body, String path, String fragment) {
        var problems = problems(Loading.MINIK + body);

        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith(path) && problems.get(0).contains(fragment), problems.get(0));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void kindsSchemaDoesNotHaveThem(String body, String path, String fragment) {
        var problems = problems(Loading.KIND + body);

        assertEquals(1, problems.size(), problems.toString());
        assertTrue(
                problems.get(0).contains("not a field of kind.x-k8s.io/v1alpha4; it is one of minik.dev/v1alpha1"),
                problems.get(0));
    }

    @Test
    void aFileIsSaidOnceOnly() {
        var file = Loading.MINIK + "nodes: [{files: [{path: '%s', content: x}]}]\n%s";

        assertEquals(
                List.of("nodes[0].files: '/etc/containerd/config.toml' is what containerdConfigPatches patches;"
                        + " leave out one of the two"),
                problems(file.formatted("/etc/containerd/config.toml", "containerdConfigPatches: ['[debug]']")));
        assertEquals(
                List.of(
                        "nodes[0].files: '/etc/containerd/certs.d/docker.io/hosts.toml' is what registries says of docker.io;"
                                + " leave out one of the two"),
                problems(file.formatted(
                        "/etc/containerd/certs.d/docker.io/hosts.toml", "registries: [{host: docker.io}]")));
    }

    @Test
    void bareNodesMayHaveWhatKubeadmWouldFindOfAnother() {
        var text = Loading.MINIK + "nodes: [{taints: ['a:NoSchedule'],"
                + " files: [{path: /etc/kubernetes/pki/ca.crt, content: x}, {path: /etc/kubernetes/pki/etcd/ca.crt, content: x}]}]";
        var bare = new ConfigOverrides(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                true,
                Optional.empty());

        assertEquals(2, new Loading().load(text, bare).nodes().get(0).files().size());
        assertEquals(3, problems(text).size());
    }

    @Test
    void taintsAreFineWhereCoreDnsHasAPlaceOrIsNotWaitedFor() {
        var tainted = "nodes: [{taints: ['a:NoSchedule']}%s]\n%s";

        for (var body : List.of(
                tainted.formatted(", {role: worker}", ""),
                tainted.formatted("", "networking: {disableDefaultCNI: true}"),
                tainted.formatted("", "networking: {kubeProxyMode: none}"),
                "nodes: [{taints: ['a:PreferNoSchedule']}]",
                "nodes: [{taints: ['CriticalAddonsOnly:NoExecute']}]",
                "nodes: [{taints: ['node-role.kubernetes.io/control-plane:NoSchedule']}, {role: worker}]")) {
            assertFalse(new Loading().load(Loading.MINIK + body).nodes().isEmpty(), body);
        }
    }

    @Test
    void aCaMustBeACertificate(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("ca.pem"), "no certificate");

        assertEquals(
                List.of("registries[0].ca: holds no certificate in PEM"),
                problems(Loading.MINIK + "registries: [{host: a, ca: '%s'}]".formatted(file)));
    }

    private static List<String> problems(String text) {
        return assertThrows(
                        MinikException.class,
                        () -> new Loading().load(text, ConfigOverrides.NONE),
                        Optional.of(text)::toString)
                .details();
    }
}
