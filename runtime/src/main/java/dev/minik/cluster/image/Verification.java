package dev.minik.cluster.image;

import dev.minik.cluster.Tasks;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.time.Duration;
import java.util.List;

/** Looks whether a node has what it was given. Its CRI learns of an import by an event a moment later. */
final class Verification {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;

    private final NodeStores stores;

    Verification(NodeStores stores) {
        this.stores = stores;
    }

    /** Returns what a node has once it has all of the images, by the same ids and unpacked. */
    NodeStore of(NodeStore imported, List<WantedImage> wanted) {
        var deadline = System.nanoTime() + SOON.toNanos();
        var store = imported;
        while (true) {
            var seen = store;
            var missing = wanted.stream().filter(one -> !one.isIn(seen)).findFirst();
            if (missing.isEmpty()) {
                return store;
            }
            if (System.nanoTime() > deadline) {
                throw MinikException.of(
                        ExitCode.FAILED,
                        "node %s took %s, and does not have it"
                                .formatted(store.node(), missing.get().names().get(0)),
                        "Repeat the command; what the node still lacks is moved then");
            }
            Tasks.pause(POLL_MILLIS);
            store = stores.again(store);
        }
    }
}
