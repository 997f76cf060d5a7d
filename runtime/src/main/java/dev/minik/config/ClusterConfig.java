package dev.minik.config;

import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.RegistryName;
import dev.minik.model.Role;
import dev.minik.patch.ContainerdPatches;
import dev.minik.patch.KubeadmPatches;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster as the user wants it, valid and complete: every default is filled in, except what depends on the host or the image.
 *
 * @param name the cluster's name
 * @param nodes its nodes, control planes first, in the order of their numbers
 * @param networking addresses and network components
 * @param kubernetesVersion the version asked for; empty where the image decides, or the default holds
 * @param components what is said of Kubernetes' components
 * @param etcd where the cluster keeps its state
 * @param endpoint what stands before the API servers of several control planes
 * @param registries how nodes reach image registries
 * @param localRegistries registries of minik's own that they use
 * @param proxy how nodes reach the outside
 * @param kubeadmPatches patches of every node's kubeadm configuration
 * @param containerdPatches patches of every node's containerd configuration
 * @param bare whether the nodes are all that is made: kubeadm is left to the user
 * @param tuning how much it may differ from kubeadm's defaults
 */
public record ClusterConfig(
        ClusterName name,
        List<NodeConfig> nodes,
        NetworkingConfig networking,
        Optional<KubernetesVersion> kubernetesVersion,
        ComponentsConfig components,
        EtcdConfig etcd,
        ControlPlaneEndpoint endpoint,
        List<RegistryConfig> registries,
        List<RegistryName> localRegistries,
        ProxyConfig proxy,
        KubeadmPatches kubeadmPatches,
        ContainerdPatches containerdPatches,
        boolean bare,
        TuningLevel tuning) {
    /** As many nodes as fit into the addresses of a cluster's network. */
    public static final int MAX_NODES = 100;

    /** Copies the nodes. */
    public ClusterConfig {
        nodes = List.copyOf(nodes);
        registries = List.copyOf(registries);
        localRegistries = List.copyOf(localRegistries);
    }

    /** Returns this cluster with further registries of minik's own; one that it uses already changes nothing. */
    public ClusterConfig using(List<RegistryName> more) {
        return withRegistries(
                registries,
                Stream.concat(localRegistries.stream(), more.stream())
                        .distinct()
                        .toList());
    }

    /** Returns this cluster with other registries. */
    public ClusterConfig withRegistries(List<RegistryConfig> others, List<RegistryName> local) {
        return with(nodes, networking, kubernetesVersion, others, local);
    }

    /**
     * Returns the same cluster with the manifest of its network in another place.
     *
     * @param source a path or a URL
     */
    public ClusterConfig withCniManifest(String source) {
        return with(nodes, networking.withCniManifest(source), kubernetesVersion, registries, localRegistries);
    }

    /** Returns the same cluster with other nodes. */
    public ClusterConfig withNodes(List<NodeConfig> newNodes) {
        return with(newNodes, networking, kubernetesVersion, registries, localRegistries);
    }

    /** Returns the same cluster of another version. */
    public ClusterConfig withVersion(KubernetesVersion newVersion) {
        return with(nodes, networking, Optional.of(newVersion), registries, localRegistries);
    }

    private ClusterConfig with(
            List<NodeConfig> newNodes,
            NetworkingConfig newNetworking,
            Optional<KubernetesVersion> newVersion,
            List<RegistryConfig> newRegistries,
            List<RegistryName> newLocal) {
        return new ClusterConfig(
                name,
                newNodes,
                newNetworking,
                newVersion,
                components,
                etcd,
                endpoint,
                newRegistries,
                newLocal,
                proxy,
                kubeadmPatches,
                containerdPatches,
                bare,
                tuning);
    }

    /** Returns how many nodes have a role. */
    public int count(Role role) {
        return Math.toIntExact(
                nodes.stream().filter(node -> node.role() == role).count());
    }
}
