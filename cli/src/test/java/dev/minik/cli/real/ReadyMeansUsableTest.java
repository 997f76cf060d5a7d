package dev.minik.cli.real;

import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A cluster is never called ready too early. */
@Tag("long")
class ReadyMeansUsableTest {
    private static final String CLUSTER = "usable";

    @TempDir
    Path directory = Path.of("");

    @RepeatedTest(15)
    void oneNode() {
        createAndUse();
    }

    @RepeatedTest(5)
    void threeNodes() {
        createAndUse("--workers", "2");
    }

    private void createAndUse(String... topology) {
        var shell = new Shell(directory);
        var command = new java.util.ArrayList<>(java.util.List.of("create", "cluster", CLUSTER));
        command.addAll(java.util.List.of(topology));
        try {
            shell.minik(command.toArray(String[]::new)).ok();
            new FirstUse(shell, CLUSTER).works();
        } finally {
            shell.minik("delete", "cluster", CLUSTER);
        }
    }
}
