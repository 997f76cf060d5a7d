package dev.minik.config;

import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Role;
import java.util.List;
import java.util.Optional;

/**
 * A cluster as the user wants it, valid and complete: every default is filled in, except what depends on the host or the image.
 *
 * @param name the cluster's name
 * @param nodes its nodes, control planes first, in the order of their numbers
 * @param networking addresses and network components
 * @param kubernetesVersion the version asked for; empty where the image decides, or the default holds
 * @param tuning how much it may differ from kubeadm's defaults
 */
public record ClusterConfig(
        ClusterName name,
        List<NodeConfig> nodes,
        NetworkingConfig networking,
        Optional<KubernetesVersion> kubernetesVersion,
        TuningLevel tuning) {
    /** Copies the nodes. */
    public ClusterConfig {
        nodes = List.copyOf(nodes);
    }

    /** Returns how many nodes have a role. */
    public int count(Role role) {
        return Math.toIntExact(
                nodes.stream().filter(node -> node.role() == role).count());
    }
}
