package dev.minik.config;

import dev.minik.model.MountPropagation;
import dev.minik.model.Protocol;
import dev.minik.model.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node as the user wants it.
 *
 * @param role control plane or worker
 * @param image its node image; empty for the one that belongs to the Kubernetes version
 * @param labels labels of its Node object
 * @param extraMounts host paths to mount into it
 * @param extraPortMappings its ports to publish on the host
 */
public record NodeConfig(
        Role role,
        Optional<String> image,
        Map<String, String> labels,
        List<ExtraMount> extraMounts,
        List<PortMapping> extraPortMappings) {
    /** Copies the collections. */
    public NodeConfig {
        labels = Map.copyOf(labels);
        extraMounts = List.copyOf(extraMounts);
        extraPortMappings = List.copyOf(extraPortMappings);
    }

    /** Returns a node about which nothing is said but its role. */
    public static NodeConfig of(Role role) {
        return new NodeConfig(role, Optional.empty(), Map.of(), List.of(), List.of());
    }

    /** A host path in a node. */
    public record ExtraMount(
            String hostPath,
            String containerPath,
            boolean readOnly,
            boolean selinuxRelabel,
            MountPropagation propagation) {}

    /**
     * A port of a node on the host.
     *
     * @param hostPort the host's port; 0 for a random free one that stays, -1 for the engine's choice at each start
     */
    public record PortMapping(int containerPort, int hostPort, String listenAddress, Protocol protocol) {}
}
