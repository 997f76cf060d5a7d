package dev.minik.engine;

import java.util.List;
import java.util.Map;

/**
 * A container that the engine has.
 *
 * @param status the engine's words for its state, such as {@code Up 5 minutes}
 * @param ports what is published, with the host ports in use; empty while it is stopped
 * @param addresses its IPv4 addresses, by network name; empty while it is stopped
 * @param created when it was created, seconds since 1970
 */
public record ContainerInfo(
        String id,
        String name,
        String image,
        State state,
        String status,
        Map<String, String> labels,
        List<PortPublish> ports,
        Map<String, String> addresses,
        long created) {
    /** Copies the collections. */
    public ContainerInfo {
        labels = Map.copyOf(labels);
        ports = List.copyOf(ports);
        addresses = Map.copyOf(addresses);
    }

    /** What a container is doing. */
    public enum State {
        CREATED,
        RUNNING,
        PAUSED,
        RESTARTING,
        REMOVING,
        EXITED,
        DEAD;

        /** Returns whether nothing of it runs, and nothing will until it is started. */
        public boolean isAtRest() {
            return this == CREATED || this == EXITED || this == DEAD;
        }
    }
}
