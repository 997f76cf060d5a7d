package dev.minik.config;

import dev.minik.config.NodeConfig.PortMapping;
import dev.minik.model.Role;
import java.util.List;
import java.util.Optional;

/**
 * A node as far as it could be read: what was wrong is left out, and reported.
 *
 * @param path where it is written
 * @param role its role; empty where that is unknown
 * @param settings the rest of it, but for its ports
 * @param ports its ports on the host, with their places
 */
record DraftNode(String path, Optional<Role> role, NodeConfig settings, List<Placed<PortMapping>> ports) {

    /** Returns a node about which nothing is said but its role. */
    static DraftNode plain(String path, Optional<Role> role) {
        return new DraftNode(path, role, NodeConfig.of(role.orElse(Role.WORKER)), List.of());
    }

    DraftNode withImage(String newImage) {
        return new DraftNode(path, role, settings.withImage(newImage), ports);
    }

    /** Returns another node like this one. Its ports stay with this one: two cannot have the same ports of the host. */
    DraftNode copy(String copyPath) {
        return new DraftNode(copyPath, role, settings, List.of());
    }

    boolean isA(Role wanted) {
        return role.equals(Optional.of(wanted));
    }

    NodeConfig toConfig() {
        return settings.withPorts(ports.stream().map(Placed::value).toList());
    }
}
