package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.apply.Difference;
import dev.minik.cluster.apply.Difference.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {
    private final CliHarness minik = new CliHarness();
    private String file = "";

    @BeforeEach
    void writeFile(@TempDir Path directory) throws IOException {
        file = Files.writeString(
                        directory.resolve("cluster.yaml"),
                        "apiVersion: minik.dev/v1alpha1\nkind: Cluster\nname: demo\n")
                .toString();
    }

    @Test
    void noDifferenceIsSaid() {
        var result = minik.run("diff", "-f", file);

        assertEquals(0, result.code(), result::err);
        assertEquals("", result.out());
        assertTrue(result.err().contains("is as the file says"), result::err);
    }

    @Test
    void differencesArePrintedAndAreAnExitCode() {
        minik.services.differences.add(new Difference("demo-worker.labels.tier", "", "front", Remedy.APPLY));

        var result = minik.run("diff", "-f", file);

        assertEquals(1, result.code());
        assertEquals(
                List.of("PLACE BEFORE AFTER BY", "demo-worker.labels.tier - front apply"),
                result.out()
                        .lines()
                        .map(line -> line.strip().replaceAll(" +", " "))
                        .toList());
        assertTrue(minik.run("diff", "-f", file, "-o", "json").out().contains("\"by\": \"apply\""));
    }

    @Test
    void aDryRunChangesNothing() {
        minik.services.differences.add(new Difference("nodes", "", "one more worker", Remedy.APPLY));

        assertEquals(0, minik.run("apply", "-f", file, "--dry-run").code());
        assertEquals(List.of(), minik.services.applied);
    }

    @Test
    void whatIsLeftFails() {
        assertEquals(0, minik.run("apply", "-f", file, "-n", "demo").code());
        assertEquals(List.of("demo"), minik.services.applied);

        minik.services.differences.add(new Difference("networking.ipFamily", "IPV4", "DUAL", Remedy.NEW_CLUSTER));
        var result = minik.run("apply", "-f", file);
        assertEquals(7, result.code());
        assertTrue(result.err().contains("networking.ipFamily"), result::err);
        assertTrue(result.out().contains("new-cluster"), result::out);
    }

    @Test
    void aFileIsNeeded() {
        assertEquals(2, minik.run("apply").code());
        assertEquals(2, minik.run("diff").code());
    }
}
