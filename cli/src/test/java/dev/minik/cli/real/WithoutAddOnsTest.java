package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who brings something in kube-proxy's or CoreDNS's place finds none. */
@Tag("cluster")
class WithoutAddOnsTest {
    @Test
    void withoutKubeProxyThereIsCoreDnsOnly(@TempDir Path directory) {
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

    /** Its nodes are Ready, may become more, and are waited for when they start again. */
    @Test
    void phasesOfAPatchAreSkipped(@TempDir Path directory) {
        var shell = new Shell(directory);
        var config = shell.file("skip.yaml", """
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                nodes: [{role: control-plane}, {role: worker}]
                kubeadmConfigPatches:
                - |
                  kind: InitConfiguration
                  skipPhases: [preflight, addon/coredns, mark-control-plane]
                """);
        var name = "no-coredns";
        try (var cluster = NewCluster.create(shell, name, "--config", config.toString())) {
            assertEquals("True True", ready(cluster));
            assertEquals("daemonset.apps/kube-proxy", addOns(cluster));
            var routes = shell.run("docker", "exec", name + "-worker", "ip", "route", "show", "root", "10.244.0.0/16");
            assertTrue(routes.ok().stdout().contains("10.244.0.0/24 via "), routes.stdout());
            shell.minik("status", name).ok();

            shell.minik("create", "node", "--name", name, "--role", "control-plane")
                    .ok();
            assertEquals("True True True", ready(cluster));
            shell.minik("stop", "cluster", name).ok();
            shell.minik("start", "cluster", name).ok();
            assertEquals("True True True", ready(cluster));
        }
    }

    private static String ready(NewCluster cluster) {
        return cluster.kubectl("get", "nodes", "-o=jsonpath={.items[*].status.conditions[?(@.type=='Ready')].status}")
                .ok()
                .stdout()
                .strip();
    }

    private static String addOns(NewCluster cluster) {
        return cluster.kubectl("-n=kube-system", "get", "deployments,daemonsets", "-o=name")
                .ok()
                .stdout()
                .strip();
    }
}
