package dev.minik.plan;

import dev.minik.config.ClusterConfig;
import dev.minik.config.NodeConfig;
import dev.minik.config.NodeConfig.PortMapping;
import dev.minik.engine.PortPublish;
import dev.minik.model.Cidr;
import dev.minik.model.Protocol;
import dev.minik.model.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes every decision about a new cluster. Pure: the same inputs give the same plan. */
public final class ClusterPlanner {
    /** The taint that keeps workloads off control planes, which kubeadm sets by default. */
    private static final String CONTROL_PLANE_TAINT = "node-role.kubernetes.io/control-plane:NoSchedule";

    /** Node addresses begin here: the first is the gateway's, and some engines take the second. */
    private static final int FIRST_NODE_OFFSET = 3;

    private static final int NODE_PREFIX = 24;

    /** Returns how many free host ports a plan for {@code config} needs. */
    public static int randomPorts(ClusterConfig config) {
        var mapped = config.nodes().stream()
                .flatMap(node -> node.extraPortMappings().stream())
                .filter(mapping -> mapping.hostPort() == 0)
                .count();
        return Math.toIntExact(mapped) + (config.networking().apiServerPort() == 0 ? 1 : 0);
    }

    /**
     * Plans a cluster that does not exist yet.
     *
     * @param images facts of each node's image, in the order of the nodes
     */
    public ClusterPlan plan(ClusterConfig config, List<ImageFacts> images, HostFacts host) {
        var ports = host.freePorts().iterator();
        var network = network(config, host);
        var endpoint = config.name() + "-api";
        var networking = config.networking();
        var apiServer = new PortPublish(
                networking.apiServerAddress(),
                hostPort(networking.apiServerPort(), ports),
                ClusterPlan.API_PORT,
                Protocol.TCP);
        var tuning = Tuning.of(config);
        return new ClusterPlan(
                config.name(),
                images.get(0).kubernetesVersion(),
                host.cgroupVersion(),
                network,
                endpoint,
                apiServer,
                networking.podSubnet(),
                networking.serviceSubnet(),
                "cluster.local",
                !networking.disableDefaultCni(),
                networking.kubeProxyMode(),
                tuning,
                nodes(config, images, network, endpoint, apiServer, tuning, ports));
    }

    private static NetworkPlan network(ClusterConfig config, HostFacts host) {
        var used = new ArrayList<>(host.usedSubnets());
        used.add(config.networking().podSubnet());
        used.add(config.networking().serviceSubnet());
        var subnet = Subnets.choose(used);
        var upperHalf = new Cidr(subnet.at(128), subnet.prefix() + 1);
        return new NetworkPlan("minik-" + config.name(), subnet, subnet.at(1), upperHalf);
    }

    private static List<NodePlan> nodes(
            ClusterConfig config,
            List<ImageFacts> images,
            NetworkPlan network,
            String endpoint,
            PortPublish apiServer,
            Set<Tuning> tuning,
            Iterator<Integer> ports) {
        var single = config.nodes().size() == 1;
        var numbers = new EnumMap<Role, Integer>(Role.class);
        var nodes = new ArrayList<NodePlan>();
        for (NodeConfig node : config.nodes()) {
            var number = numbers.merge(node.role(), 1, Integer::sum);
            var name = config.name() + "-" + node.role().text() + (number == 1 ? "" : number);
            var published = new ArrayList<PortPublish>();
            var first = nodes.isEmpty();
            if (first) {
                published.add(apiServer);
            }
            node.extraPortMappings().forEach(mapping -> published.add(publish(mapping, ports)));
            nodes.add(new NodePlan(
                    name,
                    node.role(),
                    images.get(nodes.size()),
                    network.subnet().at(FIRST_NODE_OFFSET + nodes.size()),
                    first && tuning.contains(Tuning.EARLY_CNI)
                            ? firstPodSubnet(config.networking().podSubnet())
                            : Optional.empty(),
                    first ? List.of(endpoint) : List.of(),
                    name + "-var",
                    node.labels(),
                    node.role() == Role.CONTROL_PLANE && !single ? List.of(CONTROL_PLANE_TAINT) : List.of(),
                    node.extraMounts(),
                    published));
        }
        return nodes;
    }

    /**
     * Returns the subnet of the first control plane's pods. It registers before there is a controller to give it one, so it can have
     * this one from the start; the controller leaves alone what a node has. Its size is the controller's default for IPv4.
     */
    private static Optional<Cidr> firstPodSubnet(Cidr pods) {
        return pods.first().v6() || pods.prefix() > NODE_PREFIX
                ? Optional.empty()
                : Optional.of(new Cidr(pods.first(), NODE_PREFIX));
    }

    private static PortPublish publish(PortMapping mapping, Iterator<Integer> ports) {
        return new PortPublish(
                mapping.listenAddress(),
                hostPort(mapping.hostPort(), ports),
                mapping.containerPort(),
                mapping.protocol());
    }

    private static int hostPort(int wanted, Iterator<Integer> ports) {
        return switch (wanted) {
            case 0 -> ports.next();
            case -1 -> 0;
            default -> wanted;
        };
    }

    /** Returns the plan as plain maps, for printing. */
    public static Map<String, Object> describe(ClusterPlan plan) {
        return PlanDescription.of(plan);
    }
}
