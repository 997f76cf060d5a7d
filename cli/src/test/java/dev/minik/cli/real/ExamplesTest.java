package dev.minik.cli.real;

import dev.minik.cli.docs.MarkdownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example makes a cluster that works. */
@Tag("long")
class ExamplesTest {
    @TempDir
    Path directory = Path.of("");

    static List<Path> examples() throws IOException {
        try (var files = Files.list(MarkdownPage.root().resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void works(Path example) {
        try (var cluster = NewCluster.create(directory, "example", "--config", example.toString())) {
            cluster.works();
        }
    }
}
