package dev.minik.cluster;

import dev.minik.progress.Progress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A new node's console as the host follows it. The node tells its steps there ({@code @minik done kubeadm-init}), which costs no
 * round trip and no polling; everything else is kept for the case that something fails. What a node says is not trusted: unknown
 * words are passed over, and nothing of it is run or used as a path.
 */
final class NodeConsole {
    private static final String MARK = "@minik ";
    private static final int KEPT_LINES = 60;

    private final String node;
    private final Progress progress;
    private final Map<String, CompletableFuture<Void>> steps = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> failure;
    private final ArrayDeque<String> lastLines = new ArrayDeque<>();

    /**
     * Follows a node.
     *
     * @param failure what the first failure of any of the cluster's nodes is told to
     */
    NodeConsole(String node, Progress progress, CompletableFuture<Void> failure) {
        this.node = node;
        this.progress = progress;
        this.failure = failure;
    }

    /** Returns what completes when a step is done, and fails when any step fails or a node ends. */
    CompletableFuture<Object> done(String step) {
        return CompletableFuture.anyOf(step(step), failure);
    }

    /** Takes a line of output. */
    void line(String text) {
        int mark = text.indexOf(MARK);
        if (mark < 0) {
            remember(text);
            return;
        }
        var words = text.substring(mark + MARK.length()).strip().split(" ", -1);
        progress.detail("nodes", node + ": " + String.join(" ", words));
        if (words.length >= 2) {
            switch (words[0]) {
                case "done" -> step(words[1]).complete(null);
                case "failed" -> failure.completeExceptionally(new NodeStepFailure(node, words[1]));
                default -> {
                    // "start", or a word of a later version
                }
            }
        }
    }

    /** Takes note that the container has ended. */
    void ended() {
        failure.completeExceptionally(new NodeStepFailure(node, NodeStepFailure.CONTAINER));
    }

    /** Returns the last lines that are not about steps. */
    List<String> lastLines() {
        synchronized (lastLines) {
            return List.copyOf(lastLines);
        }
    }

    private void remember(String text) {
        if (text.isBlank()) {
            return;
        }
        synchronized (lastLines) {
            lastLines.addLast(text);
            if (lastLines.size() > KEPT_LINES) {
                lastLines.removeFirst();
            }
        }
    }

    private CompletableFuture<Void> step(String name) {
        return steps.computeIfAbsent(name, unused -> new CompletableFuture<>());
    }
}
