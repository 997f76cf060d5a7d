package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.minik.cli.docs.MarkdownPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of minik that a page shows is one that minik understands. */
class DocumentedCommandsTest {
    private static final List<String> PAGES = List.of(
            "README.md",
            "docs/user-guide.md",
            "docs/topologies.md",
            "docs/node-image.md",
            "docs/config.md",
            "docs/troubleshooting.md",
            "docs/guides/kubeadm-by-hand.md",
            "docs/guides/a-week-with-a-cluster.md",
            "CONTRIBUTING.md");

    @TempDir
    Path home = Path.of("");

    static Stream<String> commands() {
        return PAGES.stream()
                .flatMap(page -> MarkdownPage.of(page).blocks().stream())
                .flatMap(block -> block.commands().stream())
                .map(line -> line.replaceAll("^(sudo|source) |<\\(|\\)| [#|>].*", ""))
                .map(line ->
                        line.endsWith(" install engine") ? line + " --yes" : line.strip()) // nobody can be asked here
                .filter(line -> line.matches("(\\./)?minik .*"));
    }

    @Test
    void pagesShowCommands() {
        assertFalse(commands().toList().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isUnderstood(String line) throws Exception {
        var minik = new CliHarness();
        minik.home = home;
        for (String cluster : List.of("minik", "demo", "learn", "a", "b")) {
            minik.clusters.with(cluster);
        }
        var words = Arrays.stream(line.replaceFirst("^(\\./)?minik ", "").split(" +", -1))
                .map(word -> word.equals("cluster.yaml") ? emptyConfig() : word)
                .map(word -> word.startsWith("create.") ? home.resolve(word).toString() : word)
                .toArray(String[]::new);

        var result = minik.run(words);

        assertNotEquals(2, result.code(), result.err());
        assertNotEquals(70, result.code(), result.err());
    }

    private String emptyConfig() {
        try {
            return Files.writeString(home.resolve("cluster.yaml"), "kind: Cluster\napiVersion: minik.dev/v1alpha1\n")
                    .toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
