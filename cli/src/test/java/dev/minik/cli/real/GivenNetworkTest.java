package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

    private static final String SETTINGS = """
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: %s, namespace: kube-flannel}, data: {subnet: '{{ .PodSubnet }}'}}
            """;

    @TempDir
    Path directory = Path.of("");

    @Test
    void theManifestIsFilledInAndAppliedAndAppliedAgainWhenItHasChanged() {
        var shell = new Shell(directory);
        var image = "localhost/minik-node:"
                + KubernetesCatalogue.load().defaultRelease().version();
        var manifest = shell.run(
                        "docker", "run", "--rm", "--entrypoint", "cat", image, "/kind/manifests/default-cni.yaml")
                .ok()
                .stdout();
        shell.file("network.yaml", manifest + SETTINGS.formatted("before"));
        var config = shell.file("cluster.yaml", """
                kind: Cluster
                apiVersion: minik.dev/v1alpha1
                name: given-test
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

            aChangedManifestIsApplied(cluster, shell, manifest, config.toString());
        }
    }

    private static void aChangedManifestIsApplied(NewCluster cluster, Shell shell, String manifest, String config) {
        assertEquals("", shell.minik("diff", "-f", config).ok().stdout());
        // of the DaemonSet's template only
        var changed = manifest.replaceFirst(
                "(?s)(kind: DaemonSet.*?template:\\s+metadata:\\s)", "$1      annotations: {changed: 'yes'}\n");
        shell.file("network.yaml", changed + SETTINGS.formatted("after"));
        var found = shell.minik("diff", "-f", config).exits(1).stdout();
        assertTrue(found.contains("networking.cni.ConfigMap/kube-flannel/before"), found);
        assertTrue(found.contains("spec.template.metadata.annotations"), found);

        shell.minik("apply", "-f", config).ok();

        assertEquals("", shell.minik("diff", "-f", config).ok().stdout());
        cluster.kubectl("get", "configmap", "before", "-n", "kube-flannel").exits(1);
        assertEquals(
                "10.100.0.0/16",
                of(cluster, "get", "configmap", "after", "-n", "kube-flannel", "-o", "jsonpath={.data.subnet}"));
        assertEquals(
                "yes yes",
                of(
                        cluster,
                        "get",
                        "pods",
                        "-n",
                        "kube-flannel",
                        "--field-selector=status.phase=Running",
                        "-o",
                        "jsonpath={.items[*].metadata.annotations.changed}"));
        shell.file("network.yaml", changed.replaceFirst("(kind: DaemonSet)", "$1\nspec: text"));
        shell.minik("apply", "-f", config).exits(3);
        shell.file("network.yaml", changed.replace("kind: DaemonSet", "kind: DaemonSets"));
        shell.minik("apply", "-f", config).exits(1);
    }

    private static String of(NewCluster cluster, String... arguments) {
        return cluster.kubectl(arguments).ok().stdout();
    }
}
