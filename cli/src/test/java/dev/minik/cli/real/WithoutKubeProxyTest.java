package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who brings something in kube-proxy's place finds none; what else a user has kubeadm skip is not there either. */
@Tag("cluster")
class WithoutKubeProxyTest {
    @Test
    void hasTheOtherAddOnOnly(@TempDir Path directory) {
        var shell = new Shell(directory);
        var config = shell.file("none.yaml", """
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                networking: {kubeProxyMode: none}
                """);
        try (var cluster = NewCluster.create(shell, "no-kube-proxy", "--config", config.toString())) {
            assertEquals("deployment.apps/coredns", addOns(cluster));
        }
    }

    @Test
    void phasesOfAPatchAreSkipped(@TempDir Path directory) {
        var shell = new Shell(directory);
        var config = shell.file("skip.yaml", """
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                networking: {disableDefaultCNI: true}
                kubeadmConfigPatches:
                - |
                  kind: InitConfiguration
                  skipPhases: [preflight, addon/coredns]
                """);
        try (var cluster = NewCluster.create(shell, "no-coredns", "--config", config.toString())) {
            assertEquals("daemonset.apps/kube-proxy", addOns(cluster));
        }
    }

    private static String addOns(NewCluster cluster) {
        return cluster.kubectl("-n=kube-system", "get", "deployments,daemonsets", "-o=name")
                .ok()
                .stdout()
                .strip();
    }
}
