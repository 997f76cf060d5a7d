package dev.minik.engine.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets frozen processes of a container run on, for the signal that is to end them to reach them. With cgroup v1, runc freezes a pod's
 * container for a moment; when a node is killed in that moment, and runc with it, the pod's processes stay frozen, cannot die, and the
 * engine waits for their end in vain.
 *
 * @param hierarchy the freezer's, of this host; it may be missing
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/freezer-subsystem.html">the freezer of cgroup v1</a>
 */
record FrozenCgroups(Path hierarchy) {
    private static final int DEPTH_OF_CONTAINERS = 3;
    private static final String STATE = "freezer.state";

    /** Lets the processes of a container go; returns whether any were held and could be. */
    boolean thaw(String id) {
        try (var groups = Files.find(
                hierarchy,
                DEPTH_OF_CONTAINERS,
                (path, attributes) -> attributes.isDirectory()
                        && String.valueOf(path.getFileName()).contains(id))) {
            boolean thawed = false;
            for (var group : groups.toList()) {
                for (var state : frozen(group)) {
                    Files.writeString(state, "THAWED");
                    thawed = true;
                }
            }
            return thawed;
        } catch (IOException | UncheckedIOException e) {
            // there is no such hierarchy here, or it is not this user's, or groups go while they are looked at: the
            // engine's own failure says what is the
            // matter
            return false;
        }
    }

    private static List<Path> frozen(Path group) throws IOException {
        try (var below = Files.walk(group)) {
            return below.filter(path -> path.endsWith(STATE))
                    .filter(FrozenCgroups::isFrozen)
                    .toList();
        }
    }

    private static boolean isFrozen(Path state) {
        try {
            return !Files.readString(state).strip().equals("THAWED");
        } catch (IOException e) {
            return false; // it has gone meanwhile
        }
    }
}
