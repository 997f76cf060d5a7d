package dev.minik.cli.real;

import java.nio.file.Path;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A cluster is never called ready too early. */
@Tag("long")
class ReadyMeansUsableTest {
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
        try (var cluster = NewCluster.create(directory, "usable", topology)) {
            cluster.works();
        }
    }
}
