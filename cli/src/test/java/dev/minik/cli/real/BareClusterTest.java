package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bare nodes are machines on which kubeadm finds nothing to complain of but what is the host's. */
class BareClusterTest {
    private static final String CLUSTER = "bare";
    private static final String NODE = CLUSTER + "-control-plane";
    private static final String IGNORED = " --ignore-preflight-errors=SystemVerification";
    private static final String INIT = "kubeadm init --pod-network-cidr=10.244.0.0/16" + IGNORED;

    @TempDir
    Path directory = Path.of("");

    @Test
    @Tag("cluster")
    void kubeadmFindsMachinesThatItLikes() throws Exception {
        var file = Files.writeString(directory.resolve("bare.yaml"), """
                apiVersion: minik.dev/v1alpha1
                kind: Cluster
                nodes:
                - role: control-plane
                - role: worker
                  labels: {tier: front}
                  taints: ["dedicated=db:NoSchedule"]
                """);
        try (var cluster = NewCluster.create(directory, CLUSTER, "--bare", "--config", file.toString())) {
            var shell = cluster.shell();
            assertFalse(Files.exists(shell.kubeconfig()), "there is nothing to put into a kubeconfig");
            shell.minik("get", "kubeconfig", "--name", CLUSTER).exits(7);
            var listed = shell.minik("get", "clusters", "-o", "yaml").ok().stdout();
            assertTrue(listed.contains("bare: true"), listed);
            var status = shell.minik("status", CLUSTER).exits(1);
            assertTrue(status.stdout().contains("kubeadm init has not been run in " + NODE), status.stdout());

            assertEquals(List.of(), complaints(said(shell, NODE, "kubeadm init phase preflight")));
            var init = in(shell, NODE, INIT);
            assertEquals(List.of(), complaints(init));
            assertFalse(init.stderr().contains("dl.k8s.io"), init.stderr());

            var join = in(shell, NODE, "kubeadm token create --print-join-command")
                    .stdout()
                    .strip();
            var preflight = join.replace("kubeadm join ", "kubeadm join phase preflight ");
            assertEquals(List.of(), complaints(said(shell, CLUSTER + "-worker", preflight)));
            in(shell, CLUSTER + "-worker", join + IGNORED);
            // kubeadm is done when the kubelet has its certificate, which comes before the node
            in(shell, NODE, "kubectl wait --for=create node/%s-worker --timeout=60s".formatted(CLUSTER));

            var worker = in(
                    shell,
                    NODE,
                    "kubectl get node %s-worker -o jsonpath='{.metadata.labels.tier} {.spec.taints}'"
                            .formatted(CLUSTER));
            assertTrue(worker.stdout().startsWith("front "), worker.stdout());
            assertTrue(
                    worker.stdout().contains("{\"effect\":\"NoSchedule\",\"key\":\"dedicated\",\"value\":\"db\"}"),
                    worker.stdout());
            cluster.kubectl("rollout", "status", "daemonset/kube-proxy", "-n", "kube-system", "--timeout=60s")
                    .ok();
        }
    }

    /** The second control plane joins by the name of the balancer, and its administrator comes in from the host. */
    @Test
    @Tag("guides")
    void controlPlanesShareTheEndpoint() {
        try (var cluster = NewCluster.create(directory, CLUSTER, "--bare", "--control-planes", "2")) {
            var shell = cluster.shell();
            var key = " --certificate-key "
                    + in(shell, NODE, "kubeadm certs certificate-key").stdout().strip();
            in(shell, NODE, INIT + " --control-plane-endpoint bare-api:6443 --upload-certs" + key);
            var join = in(shell, NODE, "kubeadm token create --print-join-command" + key)
                    .stdout()
                    .strip();
            assertTrue(join.startsWith("kubeadm join bare-api:6443 "), join);
            in(shell, NODE + 2, join + IGNORED);

            shell.minik("export", "kubeconfig", "--name", CLUSTER).ok();
            var nodes = cluster.kubectl("get", "nodes", "-o", "name").ok().lines();
            assertEquals(List.of("node/" + NODE, "node/" + NODE + 2), nodes);
        }
    }

    private static Shell.Result in(Shell shell, String node, String command) {
        return said(shell, node, command).ok();
    }

    private static Shell.Result said(Shell shell, String node, String command) {
        return shell.run("docker", "exec", node, "bash", "-c", command);
    }

    /** Returns what kubeadm says against a machine, but for what only another host could change. */
    private static List<String> complaints(Shell.Result preflight) {
        assertTrue(preflight.stdout().contains("[preflight] Running pre-flight checks"), preflight.toString());
        return preflight
                .stderr()
                .lines()
                .filter(line -> line.contains("[WARNING ") || line.contains("[ERROR "))
                .filter(line -> !isOfHost(line))
                .toList();
    }

    private static boolean isOfHost(String line) {
        return line.contains("[WARNING Swap]")
                || line.contains("[WARNING SystemVerification]")
                || line.contains("[ERROR SystemVerification]: cgroups v1 support is deprecated");
    }
}
