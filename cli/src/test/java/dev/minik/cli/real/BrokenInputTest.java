package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a command line or config file is told, with its exit code, and nothing has been created then. */
@Tag("cluster")
class BrokenInputTest {
    private static final String CLUSTER = "broken-input";

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2 | longer than               | aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee
                    2 | lower-case                | Broken-Input
                    2 | begin and end             | broken-input-
                    2 | name                      | broken-input --name other
                    2 | --wait                    | broken-input --wait soon
                    2 | --wait                    | broken-input --wait -5s
                    2 | --workers                 | broken-input --workers many
                    2 | --no-such-flag            | broken-input --no-such-flag
                    2 | --kubernetes-version      | broken-input --kubernetes-version latest
                    3 | v1.2.3                    | broken-input --kubernetes-version v1.2.3
                    2 | --workers                 | broken-input --workers -1
                    3 | --workers                 | broken-input --workers 1000
                    2 | --control-planes          | broken-input --control-planes 0
                    3 | control planes            | broken-input --control-planes 8
                    3 | --image                   | broken-input --image in:va:lid
                    5 | localhost/no-such         | broken-input --image localhost/no-such-image:1
                    """)
    void commandLines(int code, String message, String arguments) {
        refused(code, message, ("create cluster " + arguments).split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    apiVersion                | kind: Cluster
                    apiVersion                | {kind: Cluster, apiVersion: kind.x-k8s.io/v1alpha3}
                    kind                      | {kind: Klaster, apiVersion: minik.dev/v1alpha1}
                    nodez                     | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodez: []}
                    nodes[0].role             | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: boss}]}
                    role: control-plane       | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: worker}]}
                    controlPlaneEndpoint      | {kind: Cluster, apiVersion: minik.dev/v1alpha1, controlPlaneEndpoint: vip}
                    nodes[0].taints[0]        | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{taints: ['a=b']}]}
                    nodes[0].cpus             | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{cpus: many}]}
                    etcd.nodes                | {kind: Cluster, apiVersion: minik.dev/v1alpha1, etcd: {topology: external, nodes: 2}}
                    hostPort                  | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: control-plane, extraPortMappings: [{containerPort: 80, hostPort: 70000}]}]}
                    containerPort             | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: control-plane, extraPortMappings: [{hostPort: 80}]}]}
                    protocol                  | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: control-plane, extraPortMappings: [{containerPort: 80, protocol: ICMP}]}]}
                    listenAddress             | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: control-plane, extraPortMappings: [{containerPort: 80, listenAddress: here}]}]}
                    containerPath             | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: control-plane, extraMounts: [{hostPath: /tmp, containerPath: relative}]}]}
                    containerPath             | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: control-plane, extraMounts: [{hostPath: /tmp, containerPath: /var}]}]}
                    propagation               | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: control-plane, extraMounts: [{hostPath: /tmp, containerPath: /x, propagation: Both}]}]}
                    labels                    | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: control-plane, labels: {'no spaces here': x}}]}
                    labels                    | {kind: Cluster, apiVersion: minik.dev/v1alpha1, nodes: [{role: control-plane, labels: {node-restriction.kubernetes.io/x: y}}]}
                    podSubnet                 | {kind: Cluster, apiVersion: minik.dev/v1alpha1, networking: {podSubnet: 10.244.0.0}}
                    overlaps the pod subnet   | {kind: Cluster, apiVersion: minik.dev/v1alpha1, networking: {podSubnet: 10.96.0.0/16}}
                    serviceSubnet             | {kind: Cluster, apiVersion: minik.dev/v1alpha1, networking: {serviceSubnet: 10.96.0.1/16}}
                    ipFamily                  | {kind: Cluster, apiVersion: minik.dev/v1alpha1, networking: {ipFamily: both}}
                    kubeProxyMode             | {kind: Cluster, apiVersion: minik.dev/v1alpha1, networking: {kubeProxyMode: magic}}
                    apiServerPort             | {kind: Cluster, apiVersion: minik.dev/v1alpha1, networking: {apiServerPort: 99999}}
                    apiServerAddress          | {kind: Cluster, apiVersion: minik.dev/v1alpha1, networking: {apiServerAddress: nowhere}}
                    featureGates              | {kind: Cluster, apiVersion: minik.dev/v1alpha1, featureGates: {Some: 1}}
                    kubeadmConfigPatches      | {kind: Cluster, apiVersion: kind.x-k8s.io/v1alpha4, kubeadmConfigPatches: ['a: b']}
                    containerdConfigPatches   | {kind: Cluster, apiVersion: kind.x-k8s.io/v1alpha4, containerdConfigPatches: ['[a']}
                    line                      | {kind: Cluster
                    """)
    void configFiles(String message, String config) {
        var file = directory.resolve("config.yaml");
        new Shell(directory).file("config.yaml", config + "\n");
        refused(3, message, "create", "cluster", CLUSTER, "--config", file.toString());
    }

    private void refused(int code, String message, String... command) {
        var result = new Shell(directory).minik(command).exits(code);
        assertTrue(result.stderr().contains(message), result::stderr);
        try (var engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty())) {
            assertEquals(List.of(), new EngineState(engine).remains(CLUSTER));
        }
    }
}
