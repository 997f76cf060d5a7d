package dev.minik.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Goes the ways of common commands, once, in one process: the launcher runs this to let the JVM write down what later starts
 * need. It talks to an engine of its own, so that it finds one, always the same, and nothing of the user's is touched.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** Runs what is common. */
    public static void main(String[] arguments) throws IOException {
        var directory = Files.createTempDirectory("minik");
        // what a failed creation keeps of its logs
        System.setProperty("java.io.tmpdir", directory.toString());
        var kubeconfig = directory.resolve("config");
        try (var engine = StageEngine.listen(directory.resolve("engine"));
                var cluster = StageCluster.listen()) {
            Main.run(Main.SERVICES, "--help");
            Main.run(Main.SERVICES, "get", "clusters", "--engine", engine.address());
            // as far as the stage goes: it has no machine that could start
            Main.run(
                    Main.SERVICES,
                    "create",
                    "cluster",
                    StageEngine.NEW_CLUSTER,
                    "--engine",
                    engine.address(),
                    "--kubeconfig",
                    kubeconfig.toString());
            cluster.visit(kubeconfig);
        } finally {
            remove(directory);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
