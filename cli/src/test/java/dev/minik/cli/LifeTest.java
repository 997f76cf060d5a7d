package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.Clusters.ClusterStatus;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifeTest {
    private final CliHarness minik = new CliHarness();

    @BeforeEach
    void twoClusters() {
        minik.clusters.with("minik").with("one");
    }

    @Test
    void aClusterIsStoppedAndStarted() {
        assertEquals(
                new CliHarness.Result(0, "", "Stopped cluster \"one\" in 4.8s.\n"),
                minik.run("stop", "cluster", "one"));
        assertEquals(
                new CliHarness.Result(0, "", "Cluster \"one\" is stopped already.\n"),
                minik.run("stop", "cluster", "--name", "one"));
        assertEquals(
                new CliHarness.Result(0, "", "Started cluster \"one\" in 4.8s.\n"),
                minik.run("start", "cluster", "one", "--wait", "90s", "--kubeconfig", "kc"));
        assertEquals(0, minik.run("restart", "cluster", "one", "--wait", "0").code());

        assertEquals(
                List.of("stop one", "stop one", "start one wait=PT1M30S kubeconfig=kc", "restart one wait=PT0S"),
                changes());
    }

    @Test
    void aClusterIsPausedAndResumed() {
        assertEquals(
                new CliHarness.Result(0, "", "Paused cluster \"minik\" in 4.8s.\n"), minik.run("pause", "cluster"));
        assertEquals(
                new CliHarness.Result(0, "", "Cluster \"minik\" is paused already.\n"), minik.run("pause", "cluster"));
        assertEquals(
                new CliHarness.Result(0, "", "Resumed cluster \"minik\" in 4.8s.\n"), minik.run("resume", "cluster"));
        assertEquals(new CliHarness.Result(0, "", "Cluster \"minik\" runs already.\n"), minik.run("resume", "cluster"));
        assertEquals("resume minik wait=PT5M", changes().get(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "start", "restart", "pause", "resume"})
    void allClustersAreChangedOrOne(String verb) {
        assertEquals(0, minik.run(verb, "cluster", "--all").code());
        assertEquals(2, changes().size());
        assertEquals(2, minik.run(verb, "cluster", "one", "--all").code());
        assertEquals(2, minik.run(verb, "cluster", "No_Name").code());
        minik.clusters.clusters.clear();
        assertEquals(new CliHarness.Result(0, "", "No clusters found.\n"), minik.run(verb, "cluster", "-A"));
    }

    @Test
    void oneFailureDoesNotKeepTheOthersButIsTheResult() {
        minik.clusters.failures.put(
                "stop minik", MinikException.of(ExitCode.WRONG_STATE, "minik keeps its state in memory", "Pause it"));

        var result = minik.run("stop", "cluster", "--all");

        assertEquals(7, result.code());
        assertTrue(result.err().contains("Stopped cluster \"one\""), result.err());
        assertTrue(result.err().contains("ERROR: minik keeps its state in memory\n  Pause it"), result.err());
    }

    @Test
    void aClusterThatIsNotThereIsToldWithItsCode() {
        assertEquals(5, minik.run("stop", "cluster", "none").code());
    }

    @Test
    void nodesAreRestarted() {
        assertEquals(
                new CliHarness.Result(0, "", "Restarted one-worker, one-control-plane.\n"),
                minik.run("restart", "node", "one-worker", "one-control-plane", "--wait", "1m"));
        assertEquals(List.of("restart-nodes [one-worker, one-control-plane] wait=PT1M"), changes());
        assertEquals(2, minik.run("restart", "node").code());
    }

    @ParameterizedTest
    @CsvSource({"stopped, 7", "paused, 7", "partial, 1", "running, 1"})
    void statusTellsByItsCodeThatAClusterDoesNotRun(String state, int code) {
        minik.clusters.statuses.put(
                "one", new ClusterStatus("one", state, false, List.of(), List.of("the cluster is " + state)));

        var status = minik.run("status", "one");

        assertEquals(code, status.code());
        assertTrue(status.out().contains("Cluster one: " + state), status.out());
    }

    private List<String> changes() {
        return minik.clusters.calls.stream()
                .filter(call -> !call.equals("sweep"))
                .toList();
    }
}
