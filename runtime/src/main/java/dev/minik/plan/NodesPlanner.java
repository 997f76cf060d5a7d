package dev.minik.plan;

import dev.minik.config.ClusterConfig;
import dev.minik.config.NodeConfig;
import dev.minik.config.NodeConfig.PortMapping;
import dev.minik.engine.PortPublish;
import dev.minik.model.Cidr;
import dev.minik.model.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides about the nodes of a new cluster. */
final class NodesPlanner {
    /** The taint that keeps workloads off control planes, which kubeadm sets by default. */
    private static final String CONTROL_PLANE_TAINT = "node-role.kubernetes.io/control-plane:NoSchedule";

    private static final int NODE_PREFIX = 24;
    private static final int NODE_PREFIX_V6 = 64;

    private final ClusterConfig config;
    private final List<ImageFacts> images;
    private final NetworkPlan network;
    private final Set<Tuning> tuning;
    private final Map<Role, Integer> numbers = new EnumMap<>(Role.class);

    NodesPlanner(ClusterConfig config, List<ImageFacts> images, NetworkPlan network, Set<Tuning> tuning) {
        this.config = config;
        this.images = images;
        this.network = network;
        this.tuning = tuning;
    }

    /**
     * Returns the nodes.
     *
     * @param apiServer where the API server is published, if the first control plane does it; that node also holds the endpoint then
     * @param ports free ports of the host
     */
    List<NodePlan> plan(Optional<PortPublish> apiServer, String endpoint, Iterator<Integer> ports) {
        var nodes = new ArrayList<NodePlan>();
        for (NodeConfig node : config.nodes()) {
            var first = nodes.isEmpty();
            nodes.add(node(
                    nodes.size(),
                    node,
                    first ? apiServer.stream().toList() : List.of(),
                    first && apiServer.isPresent() ? List.of(endpoint) : List.of(),
                    ports));
        }
        return nodes;
    }

    private NodePlan node(
            int index, NodeConfig node, List<PortPublish> apiServer, List<String> aliases, Iterator<Integer> ports) {
        var number = numbers.merge(node.role(), 1, Integer::sum);
        var name = config.name() + "-" + node.role().text() + (number == 1 ? "" : number);
        var published = new ArrayList<>(apiServer);
        node.extraPortMappings().forEach(mapping -> published.add(publish(mapping, ports)));
        var addresses = network.node(index);
        return new NodePlan(
                name,
                node.role(),
                images.get(index),
                addresses,
                NodePlan.known(addresses, config.networking().ipFamily()),
                index == 0 && tuning.contains(Tuning.EARLY_CNI) ? firstPodSubnets() : List.of(),
                aliases,
                name + "-var",
                node.labels(),
                taints(node),
                node.extraMounts(),
                published);
    }

    /** Where there is no worker, control planes take workloads: nobody else could. */
    private List<String> taints(NodeConfig node) {
        return node.role() == Role.CONTROL_PLANE && config.count(Role.WORKER) > 0
                ? List.of(CONTROL_PLANE_TAINT)
                : List.of();
    }

    /**
     * Returns the subnets of the first control plane's pods. It registers before there is a controller to give it some, so it can have
     * these from the start; the controller leaves alone what a node has. Their size is the controller's default.
     */
    private List<Cidr> firstPodSubnets() {
        var pods = config.networking().podSubnets();
        return pods.stream().anyMatch(subnet -> subnet.prefix() > nodePrefix(subnet))
                ? List.of()
                : pods.stream()
                        .map(subnet -> new Cidr(subnet.first(), nodePrefix(subnet)))
                        .toList();
    }

    private static int nodePrefix(Cidr pods) {
        return pods.first().v6() ? NODE_PREFIX_V6 : NODE_PREFIX;
    }

    private static PortPublish publish(PortMapping mapping, Iterator<Integer> ports) {
        return new PortPublish(
                mapping.listenAddress(),
                ClusterPlanner.hostPort(mapping.hostPort(), ports),
                mapping.containerPort(),
                mapping.protocol());
    }
}
