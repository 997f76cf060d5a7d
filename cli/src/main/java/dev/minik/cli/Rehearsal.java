package dev.minik.cli;

import java.io.IOException;
import java.nio.file.Files;

/**
 * Goes the ways of common commands, once, in one process: the launcher runs this to let the JVM write down what later starts
 * need. It talks to an engine of its own, so that it finds one, always the same, and nothing of the user's is touched.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** Runs what is common. */
    public static void main(String[] arguments) throws IOException {
        var directory = Files.createTempDirectory("minik");
        var socket = directory.resolve("engine");
        try (var stage = StageEngine.listen(socket)) {
            Main.run(Main.SERVICES, "--help");
            Main.run(Main.SERVICES, "get", "clusters", "--engine", stage.address());
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(directory);
        }
    }
}
