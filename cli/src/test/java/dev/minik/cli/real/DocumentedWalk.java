package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.cli.docs.MarkdownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands of a page in their order, each block by a shell of its own, as a user would who reads it: in a directory and with a
 * home of one's own, {@code minik} and a kubectl on the path.
 */
record DocumentedWalk(Path directory) {

    /** Runs all blocks but those that say why they are not run. */
    void run(MarkdownPage page) throws IOException {
        var environment = environment();
        for (MarkdownPage.Block block : page.blocks()) {
            if (block.notRun().isPresent()) {
                continue;
            }
            var shell = new Shell(directory, environment);
            var script = shell.file("block-%d.sh".formatted(block.line()), String.join("\n", block.commands()) + "\n");
            var result = shell.run("bash", "-euo", "pipefail", script.toString());
            assertEquals(
                    0,
                    result.exitCode(),
                    () -> "%s, line %d:%n%s%n%s%n%s"
                            .formatted(
                                    page.file(),
                                    block.line(),
                                    String.join("\n", block.commands()),
                                    result.stdout(),
                                    result.stderr()));
        }
    }

    private Map<String, String> environment() throws IOException {
        var programs = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(programs.resolve("minik"), MarkdownPage.root().resolve("minik"));
        Files.createSymbolicLink(directory.resolve("minik"), MarkdownPage.root().resolve("minik"));
        // a kubectl that the user has: the one that minik copies out of a cluster
        var kubectl = Files.writeString(programs.resolve("kubectl"), """
                #!/bin/sh
                minik kubectl --name "$(minik get clusters | head -n 1)" -- version --client >/dev/null
                exec "$XDG_CACHE_HOME"/minik/kubectl/v1.37.0/kubectl "$@"
                """);
        if (!kubectl.toFile().setExecutable(true)) {
            throw new IOException("cannot be made executable: " + kubectl);
        }
        Files.createDirectories(directory.resolve(".config/fish/completions"));
        var environment = new HashMap<String, String>();
        environment.put("PATH", programs + ":" + System.getenv("PATH"));
        environment.put("HOME", directory.toString());
        environment.put(
                "XDG_CACHE_HOME",
                Path.of(System.getProperty("user.home"), ".cache").toString());
        return environment;
    }

    /** Deletes what a walk that failed has left, and the links out of its directory. */
    void end(List<String> clusters) throws IOException {
        clusters.forEach(cluster -> new Shell(directory).minik("delete", "cluster", cluster));
        Files.deleteIfExists(directory.resolve("bin/minik"));
        Files.deleteIfExists(directory.resolve("minik"));
    }
}
