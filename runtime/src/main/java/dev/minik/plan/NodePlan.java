package dev.minik.plan;

import dev.minik.config.NodeConfig.ExtraMount;
import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.config.NodeConfig.Resources;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.engine.PortPublish;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import dev.minik.model.IpFamily;
import dev.minik.model.Role;
import dev.minik.patch.KubeadmPatches;
import java.util.List;
import java.util.Map;

/**
 * A node to make.
 *
 * @param name its name as a container, host and Node
 * @param role control plane or worker
 * @param image its node image
 * @param networkAddresses its fixed addresses in the cluster's network
 * @param addresses those of them that Kubernetes knows it by, the preferred one first
 * @param podSubnets the subnets of its pods; empty where the cluster chooses them when the node registers
 * @param aliases further names under which the other nodes find it
 * @param volume the volume that holds its {@code /var}
 * @param labels labels of its Node object
 * @param taints taints of its Node object
 * @param mounts host paths
 * @param ports ports published on the host
 * @param resources what it may take of the host
 * @param reserved what the host has beyond that
 * @param environment variables of its container
 * @param files files that it begins with
 * @param patches patches of its kubeadm configuration
 */
public record NodePlan(
        String name,
        Role role,
        ImageFacts image,
        List<IpAddress> networkAddresses,
        List<IpAddress> addresses,
        List<Cidr> podSubnets,
        List<String> aliases,
        String volume,
        Map<String, String> labels,
        List<Taint> taints,
        List<ExtraMount> mounts,
        List<PortPublish> ports,
        Resources resources,
        Resources reserved,
        Map<String, String> environment,
        List<NodeFile> files,
        KubeadmPatches patches) {
    /** Copies the collections. */
    public NodePlan {
        networkAddresses = List.copyOf(networkAddresses);
        addresses = List.copyOf(addresses);
        podSubnets = List.copyOf(podSubnets);
        aliases = List.copyOf(aliases);
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
        environment = Map.copyOf(environment);
        files = List.copyOf(files);
    }

    /** Returns the names of nodes, in their order. */
    public static List<String> names(List<NodePlan> nodes) {
        return nodes.stream().map(NodePlan::name).toList();
    }

    /** Returns the same node as one that joins: it gets the subnets of its pods from the cluster. */
    NodePlan joining() {
        return with(image, List.of());
    }

    /** Returns the same node with what another image has. */
    NodePlan upgraded(ImageFacts newImage) {
        return with(newImage, podSubnets);
    }

    private NodePlan with(ImageFacts newImage, List<Cidr> newPodSubnets) {
        return new NodePlan(
                name,
                role,
                newImage,
                networkAddresses,
                addresses,
                newPodSubnets,
                aliases,
                volume,
                labels,
                taints,
                mounts,
                ports,
                resources,
                reserved,
                environment,
                files,
                patches);
    }

    /** Returns the address that the node advertises. */
    public IpAddress address() {
        return addresses.get(0);
    }

    /** Returns which of {@code all} count in a cluster of {@code family}, the preferred one first. */
    static List<IpAddress> known(List<IpAddress> all, IpFamily family) {
        return family.versions().stream()
                .flatMap(v6 -> all.stream().filter(address -> address.v6() == v6))
                .toList();
    }
}
