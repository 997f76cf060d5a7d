package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Has nodes rid of their pods by kubectl in a control plane, which knows what a drain is. */
public final class Draining {
    private static final long POLL_MILLIS = 100;

    /** It goes on when who called it has ended; its process id is what ends it then. */
    private static final String DRAIN = """
            file=/run/minik-drain.$1
            kubectl drain "$@" &
            echo "$!" >"$file"
            code=0
            wait "$!" || code=$?
            rm -f "$file"
            exit "$code"
            """;

    private static final String GIVE_UP = "kill \"$(cat \"/run/minik-drain.$1\")\"";

    private final Engine engine;

    /** Gives commands through {@code engine}. */
    public Draining(Engine engine) {
        this.engine = engine;
    }

    /**
     * Evicts the pods of a node, which takes no new ones from then on.
     *
     * @param controlPlane one that runs
     * @param remedy what the user may do when it fails
     * @throws MinikException {@link ExitCode#TIMED_OUT} if they do not let themselves be; the node takes pods again then
     */
    public void drain(ContainerInfo controlPlane, String node, Duration patience, String remedy) {
        var administrator = new Administrator(engine, controlPlane);
        var drained = administrator.attempt(
                "bash",
                "-c",
                DRAIN,
                "drain",
                node,
                "--ignore-daemonsets",
                "--delete-emptydir-data",
                "--force",
                "--timeout=" + Math.max(1, patience.toSeconds()) + "s");
        if (drained.exitCode() != 0 && !drained.stderr().contains("not found")) {
            administrator.attempt("kubectl", "uncordon", node);
            var said = drained.stderr().lines().filter(line -> !line.isBlank()).toList();
            throw MinikException.of(
                            ExitCode.TIMED_OUT,
                            "the pods of node %s could not be evicted: %s"
                                    .formatted(node, said.isEmpty() ? "no reason given" : said.get(said.size() - 1)),
                            remedy)
                    .withDetails(said);
        }
    }

    /**
     * Has several nodes rid of their pods, side by side. Interrupted, it evicts no more, and the nodes take pods again.
     *
     * @param controlPlane one that runs
     * @param remedy what the user may do when it fails
     * @throws MinikException {@link ExitCode#TIMED_OUT} if pods do not let themselves be evicted, after all nodes were tried
     */
    void drain(Tasks tasks, ContainerInfo controlPlane, List<String> nodes, Duration patience, String remedy) {
        var all = CompletableFuture.allOf(nodes.stream()
                .map(node -> tasks.start(() -> {
                    drain(controlPlane, node, patience, remedy);
                    return true;
                }))
                .toArray(CompletableFuture[]::new));
        try {
            Tasks.await(all);
        } catch (MinikException e) {
            if (e.exitCode() == ExitCode.INTERRUPTED) {
                tasks.undisturbed(() -> giveUp(controlPlane, nodes, all));
            }
            throw e;
        }
    }

    private boolean giveUp(ContainerInfo controlPlane, List<String> nodes, CompletableFuture<?> all) {
        // one that has only begun cannot be ended yet
        while (!all.isDone()) {
            nodes.forEach(node -> engine.exec(controlPlane.id(), ExecSpec.of("bash", "-c", GIVE_UP, "give-up", node)));
            Tasks.pause(POLL_MILLIS);
        }
        var administrator = new Administrator(engine, controlPlane);
        nodes.forEach(node -> administrator.attempt("kubectl", "uncordon", node));
        return true;
    }

    /** Lets a node take pods again. An API server that has just begun does not know yet who may say so, and is asked again. */
    public void uncordon(ContainerInfo controlPlane, String node, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        var administrator = new Administrator(engine, controlPlane);
        for (var done = administrator.attempt("kubectl", "uncordon", node);
                done.exitCode() != 0;
                done = administrator.attempt("kubectl", "uncordon", node)) {
            if (System.nanoTime() > deadline) {
                throw MinikException.of(
                        ExitCode.TIMED_OUT,
                        "node %s cannot be told to take pods again: %s"
                                .formatted(node, done.stderr().strip()),
                        "kubectl uncordon " + node);
            }
            Tasks.pause(POLL_MILLIS);
        }
    }
}
