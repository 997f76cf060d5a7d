package dev.minik.cluster;

import dev.minik.progress.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The consoles of all nodes of a cluster that is being made; nodes are added by several threads. */
final class NodeConsoles {
    /** The step that a node tells when its set-up is over. */
    static final String WHOLE_SET_UP = "node";

    /** The step that a node tells when it reaches the cluster's DNS, if there is one, and has a way to the pods of all others. */
    static final String NETWORK = "network";

    private final Map<String, NodeConsole> consoles = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    private final Progress progress;

    NodeConsoles(Progress progress) {
        this.progress = progress;
    }

    /** Opens the console of a node that is about to start; the failure of one node ends every {@link #await}. */
    NodeConsole open(String node) {
        var console = new NodeConsole(node, progress, failure);
        consoles.put(node, console);
        return console;
    }

    /** Waits for a step of nodes that were added; returns the first that was not done by {@code deadline}, by {@link System#nanoTime}. */
    Optional<String> await(String step, List<String> nodes, long deadline) {
        for (String node : nodes) {
            var console = consoles.get(node);
            if (console == null) {
                throw new IllegalArgumentException("no such node: " + node);
            }
            if (!Tasks.await(console.done(step), deadline)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /** Fails as {@link #await} does when a node has failed or ended by now. */
    void check() {
        if (failure.isDone()) {
            Tasks.await(failure);
        }
    }

    /** Returns the last lines of a node that are not about steps; none for a node that never started. */
    List<String> lastLines(String node) {
        var console = consoles.get(node);
        return console == null ? List.of() : console.lastLines();
    }
}
