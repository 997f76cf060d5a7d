package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs scripts of ours in nodes. Their text comes from here each time, not from the node, whose minik may have been an older one. What
 * depends on the cluster goes into their arguments.
 */
public final class NodeScripts {
    private static final int KEPT_LINES = 15;

    /** What scripts share; it comes before each. */
    private static final String COMMON = "common";

    private final Engine engine;

    /** Runs through {@code engine}. */
    public NodeScripts(Engine engine) {
        this.engine = engine;
    }

    /** Runs a script that is a resource beside the nodes' own, and returns its output; fails as {@link #run(String, ContainerInfo, String, List)} does. */
    public String run(String name, ContainerInfo node, String... arguments) {
        return run(name, node, resource(name), List.of(arguments));
    }

    /** Runs a script that is a resource beside the nodes' own, and returns how it ended. */
    public ExecResult attempt(String name, ContainerInfo node, String... arguments) {
        return attempt(name, node, resource(name), List.of(arguments));
    }

    private static String resource(String name) {
        return NodeArchive.text(COMMON) + NodeArchive.text(name);
    }

    private ExecResult attempt(String name, ContainerInfo node, String script, List<String> arguments) {
        var command = new ArrayList<>(List.of("bash", "-c", script, name));
        command.addAll(arguments);
        return engine.exec(node.id(), ExecSpec.of(command.toArray(String[]::new)));
    }

    /**
     * Runs a text as bash's script.
     *
     * @param name what it does, in one word, for who reads that it failed
     * @return its output
     * @throws MinikException {@link ExitCode#FAILED} with its last words if it fails
     */
    public String run(String name, ContainerInfo node, String script, List<String> arguments) {
        var result = attempt(name, node, script, arguments);
        if (result.exitCode() != 0) {
            throw failed(name, node, result);
        }
        return result.stdout();
    }

    private static MinikException failed(String name, ContainerInfo node, ExecResult result) {
        var lines = (result.stdout() + "\n" + result.stderr())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        var last = lines.subList(Math.max(0, lines.size() - KEPT_LINES), lines.size());
        return MinikException.of(
                        ExitCode.FAILED,
                        "%s failed on node %s: %s"
                                .formatted(
                                        name,
                                        node.name(),
                                        last.isEmpty()
                                                ? "exit code " + result.exitCode()
                                                : last.get(last.size() - 1).strip()),
                        "minik status tells how the cluster is; repeat the command when it is well")
                .withDetails(last);
    }
}
