package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeleteTest {
    private final CliHarness minik = new CliHarness();

    @BeforeEach
    void threeClusters() {
        minik.clusters.with("minik").with("one").with("two");
    }

    @Test
    void deletesTheClusterThatIsNamedOrTheDefault() {
        assertEquals(new CliHarness.Result(0, "", "Deleted cluster \"minik\".\n"), minik.run("delete", "cluster"));
        assertEquals(0, minik.run("delete", "cluster", "one").code());
        assertEquals(
                0,
                minik.run("delete", "cluster", "--name", "two", "--kubeconfig", "kc")
                        .code());

        assertEquals(
                List.of("sweep", "delete minik", "sweep", "delete one", "sweep", "delete two kubeconfig=kc"),
                minik.clusters.calls);
    }

    @Test
    void deletingNothingSucceeds() {
        assertEquals(
                new CliHarness.Result(0, "", "There is no cluster \"none\": nothing to delete.\n"),
                minik.run("delete", "cluster", "none"));
    }

    @Test
    void deletesAll() {
        assertEquals(0, minik.run("delete", "cluster", "--all").code());
        assertEquals(0, minik.clusters.clusters.size());
        assertEquals(new CliHarness.Result(0, "", "No clusters found.\n"), minik.run("delete", "clusters", "-A"));
    }

    @Test
    void deletesSeveral() {
        assertEquals(0, minik.run("delete", "clusters", "one", "two").code());
        assertEquals(List.of("minik"), List.copyOf(minik.clusters.clusters.keySet()));
    }

    @Test
    void whatToDeleteMustBeClear() {
        assertEquals(2, minik.run("delete", "clusters").code());
        assertEquals(2, minik.run("delete", "clusters", "one", "--all").code());
        assertEquals(2, minik.run("delete", "cluster", "one", "--all").code());
        assertEquals(2, minik.run("delete", "clusters", "one", "Two").code());
        assertEquals(3, minik.clusters.clusters.size());
    }

    @Test
    void oneFailureDoesNotKeepTheOthersButIsTheResult() {
        minik.clusters.failures.put(
                "delete minik", MinikException.of(ExitCode.TIMED_OUT, "minik-worker does not stop", "Try again"));

        var result = minik.run("delete", "clusters", "--all");

        assertEquals(6, result.code());
        assertTrue(result.err().contains("ERROR: minik-worker does not stop\n  Try again"), result.err());
        assertEquals(List.of("minik"), List.copyOf(minik.clusters.clusters.keySet()));
    }
}
