package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of one node grows, shrinks and is repaired while somebody writes to it. The tests share it, and follow each other. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChangingNodesTest {
    private static final String CLUSTER = "changing-test";
    private static final String FIRST = CLUSTER + "-control-plane";
    private static final Duration SOON = Duration.ofSeconds(60);

    private Shell shell = new Shell(Path.of(""));
    private NewCluster cluster = new NewCluster(shell, CLUSTER);

    @BeforeAll
    void create(@TempDir Path directory) {
        shell = new Shell(directory);
        cluster = NewCluster.create(shell, CLUSTER);
    }

    @AfterAll
    void delete() {
        cluster.close();
    }

    @Test
    @Order(1)
    void nodesComeAndGoAndNoCallIsLost() throws IOException, InterruptedException {
        var server = server();
        try (var writer = new ApiWriter(shell.kubeconfig())) {
            Shell.eventually("somebody writes", SOON, () -> writer.count() > 10);

            var workers = shell.minik(
                            "create",
                            "node",
                            "--name",
                            CLUSTER,
                            "--count",
                            "2",
                            "--label",
                            "tier=front",
                            "--taint",
                            "dedicated=front:NoExecute")
                    .ok();
            assertEquals(List.of(CLUSTER + "-worker", CLUSTER + "-worker2"), workers.lines());
            assertEquals("front front", ofWorkers("{.items[*].metadata.labels.tier}"));
            assertEquals("dedicated dedicated", ofWorkers("{.items[*].spec.taints[*].key}"));
            assertEquals(server, server(), "workers change nothing of the way to the API server");

            shell.minik("create", "node", "--name", CLUSTER, "--role", "control-plane", "--count", "2")
                    .ok();
            assertEquals(3, nodes("node-role.kubernetes.io/control-plane"));
            assertNotEquals(server, server(), "the balancer has a port of its own");
            assertFalse(manifest("kube-controller-manager").contains("--leader-elect=false"));
            assertFalse(manifest("etcd").contains("--election-timeout=250"));
            assertTrue(shell.minik("status", CLUSTER).ok().stdout().contains("running, ready"));

            shell.minik("delete", "node", CLUSTER + "-worker", CLUSTER + "-control-plane3")
                    .ok();
            assertEquals(2, nodes("node-role.kubernetes.io/control-plane"));
            shell.minik("delete", "node", CLUSTER + "-control-plane2").ok();
            assertEquals(server, server(), "the only control plane is reached as it was");

            var last = writer.count();
            Shell.eventually("writing goes on", SOON, () -> writer.count() > last + 10);
            assertEquals(List.of(), writer.lost());
        }
        assertEquals(
                List.of(FIRST, CLUSTER + "-worker2"),
                shell.minik("get", "nodes", "--name", CLUSTER).lines());
        kubectl("taint", "node", CLUSTER + "-worker2", "dedicated-").ok();
        cluster.works();
        kubectl("delete", "pods", "--all").ok();
    }

    @Test
    @Order(2)
    void whatCannotBeDoneIsRefusedAndChangesNothing() {
        var last = shell.minik("delete", "node", FIRST).exits(7);
        assertTrue(last.stderr().contains("no control plane of cluster '" + CLUSTER + "' would be left"), last::stderr);
        var unknown = shell.minik("delete", "node", CLUSTER + "-worker9").exits(5);
        assertTrue(unknown.stderr().contains(CLUSTER + "-worker9"), unknown::stderr);
        assertEquals(
                5, shell.minik("create", "node", "--name", "changing-nobody").exitCode());
        var many = shell.minik("create", "node", "--name", CLUSTER, "--role", "control-plane", "--count", "7");
        assertEquals(2, many.exitCode(), many::stderr);
        assertEquals(
                2, shell.minik("get", "nodes", "--name", CLUSTER).ok().lines().size());
    }

    @Test
    @Order(3)
    void aPodThatMayNotBeEvictedKeepsItsNode() {
        var worker = CLUSTER + "-worker2";
        var file = shell.file("kept.yaml", KEPT.formatted(worker));
        kubectl("apply", "-f", file.toString()).ok();
        kubectl("rollout", "status", "deployment/kept", "--timeout=60s").ok();

        var refused = shell.minik("delete", "node", worker, "--timeout", "5s").exits(6);
        assertTrue(refused.stderr().contains("disruption budget"), refused::stderr);
        assertEquals(
                "",
                kubectl("get", "node", worker, "-o", "jsonpath={.spec.unschedulable}")
                        .ok()
                        .stdout());
        kubectl("delete", "-f", file.toString()).ok();
    }

    @Test
    @Order(4)
    void anAdditionThatWasKilledIsUndoneByTheNext() throws IOException {
        var adding = shell.startMinik("create", "node", "--name", CLUSTER, "--progress", "plain");
        Shell.eventually(
                "the node is there",
                SOON,
                () -> shell.run("docker", "inspect", CLUSTER + "-worker").exitCode() == 0);
        adding.process().destroyForcibly();
        shell.finish(adding);

        assertEquals(
                List.of(CLUSTER + "-worker"),
                shell.minik("create", "node", "--name", CLUSTER).ok().lines());
        assertEquals(3, nodes(""));
        assertTrue(Files.exists(shell.kubeconfig()));
    }

    @Test
    @Order(5)
    void whatIsBrokenIsRepaired() {
        var said = shell.minik("repair", "cluster", CLUSTER).ok();
        assertTrue(said.stderr().contains("needed no repair"), said::stderr);
        shell.run("docker", "rm", "--force", "--volumes", CLUSTER + "-worker").ok();
        shell.run("docker", "kill", CLUSTER + "-worker2").ok();

        var repaired = shell.minik("repair", "cluster", CLUSTER).ok();

        assertTrue(repaired.stderr().contains("Repaired"), repaired::stderr);
        assertTrue(shell.minik("status", CLUSTER).ok().stdout().contains("running, ready"));
        assertEquals(3, nodes(""));
        cluster.works();
    }

    @Test
    @Order(6)
    void aChangedFileIsAppliedOnce() {
        var file = shell.file("changed.yaml", """
                        apiVersion: minik.dev/v1alpha1
                        kind: Cluster
                        name: %s
                        nodes:
                        - {}
                        - {role: worker, labels: {tier: back}, taints: ['dedicated=back:PreferNoSchedule']}
                        - {role: worker}
                        - {role: worker}
                        """.formatted(CLUSTER)).toString();
        var planned = shell.minik("apply", "-f", file, "--dry-run").ok();
        assertEquals(shell.minik("diff", "-f", file).exits(1).stdout(), planned.stdout());
        assertTrue(planned.stdout().contains("one more worker"), planned::stdout);

        shell.minik("apply", "-f", file).ok();

        assertEquals(4, nodes(""));
        assertEquals(1, nodes("tier=back"));
        assertEquals("", shell.minik("diff", "-f", file).ok().stdout());
        kubectl("label", "node", "-l", "tier=back", "tier=lost", "--overwrite").ok();
        shell.minik("diff", "-f", file).exits(1);
        shell.minik("apply", "-f", file).ok();
        assertEquals(1, nodes("tier=back"));

        var other = shell.file("other.yaml", """
                        apiVersion: minik.dev/v1alpha1
                        kind: Cluster
                        name: %s
                        networking: {podSubnet: 10.10.0.0/16}
                        nodes: [{}, {role: worker}]
                        """.formatted(CLUSTER)).toString();
        var refused = shell.minik("apply", "-f", other).exits(7);
        assertTrue(refused.stdout().contains("new-cluster"), refused::stdout);
        assertEquals(2, nodes(""), "the rest was applied");
    }

    private String server() throws IOException {
        return Files.readAllLines(shell.kubeconfig()).stream()
                .filter(line -> line.strip().startsWith("server:"))
                .findFirst()
                .orElseThrow();
    }

    private String manifest(String component) {
        return shell.run("docker", "exec", FIRST, "cat", "/etc/kubernetes/manifests/" + component + ".yaml")
                .ok()
                .stdout();
    }

    private String ofWorkers(String path) {
        return kubectl("get", "nodes", "-l", "!node-role.kubernetes.io/control-plane", "-o", "jsonpath=" + path)
                .ok()
                .stdout();
    }

    private int nodes(String selector) {
        return kubectl("get", "nodes", "-l", selector, "-o", "name")
                .ok()
                .lines()
                .size();
    }

    private Shell.Result kubectl(String... arguments) {
        return cluster.kubectl(arguments);
    }

    private static final String KEPT = """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: kept}
            spec: {minAvailable: 1, selector: {matchLabels: {app: kept}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: kept}
            spec:
              selector: {matchLabels: {app: kept}}
              template:
                metadata: {labels: {app: kept}}
                spec:
                  nodeName: %s
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: kept
                    image: docker.io/library/busybox:stable
                    command: [sleep, infinity]
            """;
}
