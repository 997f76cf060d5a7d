package dev.minik.cluster.backup;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Runs the steps of saving and restoring in nodes. */
final class EtcdTool {
    private static final String SCRIPT = read();
    private static final int NO_SPACE = 28;
    /** As Go, C and ourselves say it, in nodes without room, inodes or quota. */
    private static final Predicate<String> NO_ROOM =
            Pattern.compile("(?i)no space left on device|disk quota exceeded").asPredicate();

    private final Engine engine;

    EtcdTool(Engine engine) {
        this.engine = engine;
    }

    /** Runs a step and returns what it prints; fails with what it says. */
    String run(ContainerInfo node, String... step) {
        return run(node, Optional.empty(), step);
    }

    /** Runs a step that reads {@code input}. */
    String run(ContainerInfo node, Optional<InputStream> input, String... step) {
        var command = new ArrayList<>(List.of("bash", "-c", SCRIPT, "etcd"));
        command.addAll(List.of(step));
        var result = engine.exec(
                node.id(), new ExecSpec(command, Map.of(), input, Optional.empty(), Optional.empty(), false));
        if (result.ok()) {
            return result.stdout();
        }
        var said = result.stderr()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        var cause = said.isEmpty() ? "exit code " + result.exitCode() : said.get(said.size() - 1);
        var full = result.exitCode() == NO_SPACE || NO_ROOM.test(cause);
        throw MinikException.of(
                        ExitCode.FAILED,
                        "node %s: %s".formatted(node.name(), cause),
                        full
                                ? "make room on the engine's host, then repeat the command"
                                : "see below what the node said")
                .withDetails(said);
    }

    private static String read() {
        try (var text = Objects.requireNonNull(EtcdTool.class.getResourceAsStream("etcd"), "etcd")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
