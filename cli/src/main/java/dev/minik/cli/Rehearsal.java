package dev.minik.cli;

import dev.minik.image.cache.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Goes the ways of common commands, once, in one process: the launcher runs this to let the JVM write down what later starts
 * need. It talks to an engine of its own, so that it finds one, always the same, and nothing of the user's is touched.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** Plays a scene: {@code question}, which is what short commands do, or {@code creation}. */
    public static void main(String[] arguments) throws IOException {
        var directory = Files.createTempDirectory("minik");
        try (var engine = StageEngine.listen(directory.resolve("engine"))) {
            switch (arguments[0]) {
                case "question" -> question(engine);
                case "creation" -> creation(engine, directory);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } finally {
            Trees.delete(directory);
        }
    }

    private static void question(StageEngine engine) throws IOException {
        Main.run(Main.SERVICES, "--help");
        Main.run(Main.SERVICES, "get", "clusters", "--engine", engine.address());
    }

    /** Goes as far as the stage does, which has no machine that could start; then what comes when a cluster has. */
    private static void creation(StageEngine engine, Path directory) throws IOException {
        // where a failed creation keeps its logs
        System.setProperty("java.io.tmpdir", directory.toString());
        var kubeconfig = directory.resolve("config");
        Main.run(
                Main.SERVICES,
                "create",
                "cluster",
                StageEngine.NEW_CLUSTER,
                "--engine",
                engine.address(),
                "--kubeconfig",
                kubeconfig.toString());
        try (var cluster = StageCluster.listen()) {
            cluster.visit(kubeconfig);
        }
    }
}
