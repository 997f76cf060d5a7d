package dev.minik.config;

import dev.minik.model.MountPropagation;
import dev.minik.model.Protocol;
import dev.minik.model.Role;
import dev.minik.patch.KubeadmPatches;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node as the user wants it.
 *
 * @param role control plane or worker
 * @param image its node image; empty for the one that belongs to the Kubernetes version
 * @param labels labels of its Node object
 * @param taints taints of its Node object, besides those that its role brings
 * @param extraMounts host paths to mount into it
 * @param extraPortMappings its ports to publish on the host
 * @param resources what it may take of the host
 * @param environment variables of its container, and so of all that systemd starts in it
 * @param files files to put into it before it starts
 * @param patches patches of its kubeadm configuration, after the cluster's
 */
public record NodeConfig(
        Role role,
        Optional<String> image,
        Map<String, String> labels,
        List<Taint> taints,
        List<ExtraMount> extraMounts,
        List<PortMapping> extraPortMappings,
        Resources resources,
        Map<String, String> environment,
        List<NodeFile> files,
        KubeadmPatches patches) {
    /** Copies the collections. */
    public NodeConfig {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        extraMounts = List.copyOf(extraMounts);
        extraPortMappings = List.copyOf(extraPortMappings);
        environment = Map.copyOf(environment);
        files = List.copyOf(files);
    }

    /** Returns a node about which nothing is said but its role. */
    public static NodeConfig of(Role role) {
        return new NodeConfig(
                role,
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Resources.ALL,
                Map.of(),
                List.of(),
                KubeadmPatches.NONE);
    }

    NodeConfig withImage(String name) {
        return new NodeConfig(
                role,
                Optional.of(name),
                labels,
                taints,
                extraMounts,
                extraPortMappings,
                resources,
                environment,
                files,
                patches);
    }

    /** Returns the same node with labels, taints and ports of another one. */
    public NodeConfig withMarksOf(NodeConfig other) {
        return new NodeConfig(
                role,
                image,
                other.labels,
                other.taints,
                extraMounts,
                other.extraPortMappings,
                resources,
                environment,
                files,
                patches);
    }

    NodeConfig withPorts(List<PortMapping> ports) {
        return new NodeConfig(role, image, labels, taints, extraMounts, ports, resources, environment, files, patches);
    }

    /**
     * A taint of a node.
     *
     * @param value empty for none
     * @param effect {@code NoSchedule}, {@code PreferNoSchedule} or {@code NoExecute}
     * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">taints and tolerations</a>
     */
    public record Taint(String key, String value, String effect) {
        /** Returns whether a node cannot have both: its taints are told apart by their keys and effects. */
        public boolean isSameAs(Taint other) {
            return key.equals(other.key) && effect.equals(other.effect);
        }

        @Override
        public String toString() {
            return key + (value.isEmpty() ? "" : "=" + value) + ":" + effect;
        }
    }

    /**
     * What a node may take of the host.
     *
     * @param milliCpus thousandths of a processor; 0 for all processors
     * @param memoryBytes memory; 0 for all
     */
    public record Resources(long milliCpus, long memoryBytes) {
        /** As much as there is. */
        public static final Resources ALL = new Resources(0, 0);
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

    /**
     * A file of a node.
     *
     * @param path where it lies in the node
     * @param mode its permissions, such as 0644
     */
    public record NodeFile(String path, int mode, String content) {}
}
