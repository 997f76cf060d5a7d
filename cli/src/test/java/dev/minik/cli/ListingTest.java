package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.Clusters.ClusterStatus;
import dev.minik.cluster.Clusters.NodeHealth;
import dev.minik.cluster.Clusters.NodeSummary;
import dev.minik.yaml.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingTest {
    private final CliHarness minik = new CliHarness();

    @Test
    void listsClustersByNameAsKindDoes() {
        minik.clusters.with("two").with("one");

        var result = minik.run("get", "clusters");

        assertEquals(new CliHarness.Result(0, "one\ntwo\n", ""), result);
        assertEquals(List.of("sweep"), minik.clusters.calls);
    }

    @Test
    void noClustersIsToldOnStderrOnly() {
        assertEquals(new CliHarness.Result(0, "", "No clusters found.\n"), minik.run("get", "clusters"));
        assertEquals(new CliHarness.Result(0, "", "No clusters found.\n"), minik.run("get", "clusters", "-o", "wide"));
        assertEquals(new CliHarness.Result(0, "[]\n", ""), minik.run("get", "clusters", "-o", "json"));
    }

    @Test
    void showsClustersAsTable() {
        minik.clusters.with("one").with("a-long-name");

        assertEquals("""
                NAME          STATE     KUBERNETES-VERSION   CONTROL-PLANES   WORKERS   ENDPOINT                  BARE
                a-long-name   running   v1.37.0              1                1         https://127.0.0.1:40001   false
                one           running   v1.37.0              1                1         https://127.0.0.1:40001   false
                """, minik.run("get", "clusters", "-o", "wide").out());
    }

    @Test
    void printsClustersForPrograms() {
        minik.clusters.with("one");
        var expected = List.of(Map.of(
                "name", "one",
                "state", "running",
                "kubernetesVersion", "v1.37.0",
                "controlPlanes", 1,
                "workers", 1,
                "endpoint", "https://127.0.0.1:40001",
                "bare", false));

        assertEquals(
                expected, Yaml.load(minik.run("get", "clusters", "-o", "yaml").out()));
        // JSON is YAML, too
        assertEquals(
                expected,
                Yaml.load(minik.run("get", "clusters", "--output=JSON").out()));
    }

    @Test
    void listsNodesOfOneClusterOrAll() {
        minik.clusters.with("one").with("minik");

        assertEquals(
                "minik-control-plane\nminik-worker\n", minik.run("get", "nodes").out());
        assertEquals(
                "one-control-plane\none-worker\n",
                minik.run("get", "nodes", "-n", "one").out());
        assertEquals(4, minik.run("get", "nodes", "-A").out().lines().count());
        minik.environment.put("MINIK_CLUSTER_NAME", "one");
        assertEquals(
                "one-control-plane\none-worker\n", minik.run("get", "nodes").out());
    }

    @Test
    void noNodesIsToldOnStderr() {
        assertEquals(
                new CliHarness.Result(0, "", "No nodes found for cluster \"x\".\n"),
                minik.run("get", "nodes", "--name", "x"));
        assertEquals(new CliHarness.Result(0, "", "No nodes found.\n"), minik.run("get", "nodes", "-A"));
    }

    @Test
    void whatNodesSayCannotSteerTheTerminal() {
        minik.clusters.nodes.add(
                new NodeSummary("n\u001b[2J", "minik", "worker", "running", "", "v1.37.0", "image\u0007"));

        assertEquals("n?[2J\n", minik.run("get", "nodes").out());
        var table = minik.run("get", "nodes", "-o", "wide").out();
        assertTrue(table.contains("n?[2J   minik     worker   running   -"), table);
        assertTrue(minik.run("get", "nodes", "-o", "json").out().contains("\"n\\u001b[2J\""));
    }

    @Test
    void printsTheKubeconfig() {
        minik.clusters.with("demo");

        assertEquals(
                "apiVersion: v1\nkind: Config\ncurrent-context: minik-demo\ninternal: true\n",
                minik.run("get", "kubeconfig", "--name", "demo", "--internal").out());
        assertEquals(
                """
                {
                  "apiVersion": "v1",
                  "kind": "Config",
                  "current-context": "minik-demo",
                  "internal": false
                }
                """,
                minik.run("get", "kubeconfig", "--name", "demo", "-o", "json").out());
        assertEquals(5, minik.run("get", "kubeconfig", "--name", "other").code());
    }

    @Test
    void aReadyClusterIsSuccess() {
        minik.clusters.with("minik");

        assertEquals(new CliHarness.Result(0, "Cluster minik: running, ready\n", ""), minik.run("status"));
    }

    @Test
    void aClusterThatIsNotReadyIsToldWithItsProblems() {
        minik.clusters.with("demo");
        minik.clusters.statuses.put(
                "demo",
                new ClusterStatus(
                        "demo",
                        "partial",
                        false,
                        List.of(new NodeHealth("demo-worker", "worker", "exited", "Unknown", "")),
                        List.of("demo-worker is not running")));

        var text = minik.run("status", "demo");
        var json = minik.run("status", "--name=demo", "-o", "json");

        assertEquals(1, text.code());
        assertEquals("""
                Cluster demo: partial, not ready

                NAME          ROLE     CONTAINER   READY     MESSAGE
                demo-worker   worker   exited      Unknown   -

                Problems:
                  demo-worker is not running
                """, text.out());
        assertEquals(1, json.code());
        assertEquals(
                Map.of(
                        "name",
                        "demo",
                        "state",
                        "partial",
                        "ready",
                        false,
                        "nodes",
                        List.of(Map.of(
                                "name", "demo-worker",
                                "role", "worker",
                                "container", "exited",
                                "ready", "Unknown",
                                "message", "")),
                        "problems",
                        List.of("demo-worker is not running")),
                Yaml.load(json.out()));
    }

    @Test
    void theStatusOfNoClusterIsNotFound() {
        assertEquals(5, minik.run("status", "none").code());
    }
}
