package dev.minik.plan;

import dev.minik.config.NodeConfig.ExtraMount;
import dev.minik.engine.PortPublish;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import dev.minik.model.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node to make.
 *
 * @param name its name as a container, host and Node
 * @param role control plane or worker
 * @param image its node image
 * @param address its fixed address
 * @param podSubnet the subnet of its pods; empty where the cluster chooses it when the node registers
 * @param aliases further names under which the other nodes find it
 * @param volume the volume that holds its {@code /var}
 * @param labels labels of its Node object
 * @param taints taints of its Node object, as {@code key:effect}
 * @param mounts host paths
 * @param ports ports published on the host
 */
public record NodePlan(
        String name,
        Role role,
        ImageFacts image,
        IpAddress address,
        Optional<Cidr> podSubnet,
        List<String> aliases,
        String volume,
        Map<String, String> labels,
        List<String> taints,
        List<ExtraMount> mounts,
        List<PortPublish> ports) {
    /** Copies the collections. */
    public NodePlan {
        aliases = List.copyOf(aliases);
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
    }
}
