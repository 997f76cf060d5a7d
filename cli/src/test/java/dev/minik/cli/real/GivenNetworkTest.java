package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network whose manifest the user gives: here the node image's own, taken out of it. */
@Tag("cluster")
class GivenNetworkTest {
    private static final String CLUSTER = "given-test";

    @TempDir
    Path directory = Path.of("");

    @Test
    void theManifestIsFilledInAndApplied() {
        var shell = new Shell(directory);
        var image = "localhost/minik-node:"
                + KubernetesCatalogue.load().defaultRelease().version();
        var manifest = shell.run(
                        "docker", "run", "--rm", "--entrypoint", "cat", image, "/kind/manifests/default-cni.yaml")
                .ok()
                .stdout();
        shell.file("network.yaml", manifest);
        var config = shell.file("cluster.yaml", """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                networking: {cni: ./network.yaml, podSubnet: 10.100.0.0/16}
                nodes:
                - role: control-plane
                - role: worker
                """);
        try (var cluster = NewCluster.create(directory, CLUSTER, "--config", config.toString())) {
            cluster.works();

            var settings = cluster.kubectl(
                            "get",
                            "configmap",
                            "kube-flannel-cfg",
                            "--namespace",
                            "kube-flannel",
                            "--output",
                            "jsonpath={.data.run\\.sh}")
                    .ok()
                    .stdout();
            assertTrue(settings.contains("pod_subnets='10.100.0.0/16'"), settings);
        }
    }
}
