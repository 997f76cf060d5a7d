package dev.minik.config;

import dev.minik.config.NodeConfig.ExtraMount;
import dev.minik.config.NodeConfig.PortMapping;
import dev.minik.model.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node as far as it could be read: what was wrong is left out, and reported.
 *
 * @param path where it is written
 * @param role its role; empty where that is unknown
 */
record DraftNode(
        String path,
        Optional<Role> role,
        Optional<String> image,
        Map<String, String> labels,
        List<ExtraMount> extraMounts,
        List<Placed<PortMapping>> extraPortMappings) {

    /** Returns a node about which nothing is said but its role. */
    static DraftNode plain(String path, Optional<Role> role) {
        return new DraftNode(path, role, Optional.empty(), Map.of(), List.of(), List.of());
    }

    DraftNode withImage(String newImage) {
        return new DraftNode(path, role, Optional.of(newImage), labels, extraMounts, extraPortMappings);
    }

    /** Returns another node like this one. Its ports stay with this one: two cannot have the same ports of the host. */
    DraftNode copy(String copyPath) {
        return new DraftNode(copyPath, role, image, labels, extraMounts, List.of());
    }

    boolean isA(Role wanted) {
        return role.equals(Optional.of(wanted));
    }

    NodeConfig toConfig() {
        return new NodeConfig(
                role.orElseThrow(),
                image,
                labels,
                extraMounts,
                extraPortMappings.stream().map(Placed::value).toList());
    }
}
