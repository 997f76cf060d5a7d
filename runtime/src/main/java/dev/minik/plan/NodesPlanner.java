package dev.minik.plan;

import dev.minik.config.ClusterConfig;
import dev.minik.config.NodeConfig;
import dev.minik.config.NodeConfig.PortMapping;
import dev.minik.config.NodeConfig.Resources;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Cidr;
import dev.minik.model.ClusterName;
import dev.minik.model.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Decides about the nodes of a new cluster. */
final class NodesPlanner {
    /** The taint that keeps workloads off control planes, which kubeadm sets by default. */
    private static final Taint CONTROL_PLANE_TAINT =
            new Taint("node-role.kubernetes.io/control-plane", "", "NoSchedule");

    private static final int NODE_PREFIX = 24;
    private static final int NODE_PREFIX_V6 = 64;

    private final ClusterConfig config;
    private final List<ImageFacts> images;
    private final NetworkPlan network;
    private final Set<Tuning> tuning;
    private final HostFacts host;
    private final List<String> names;
    private final NodeContent content;

    /** Decides about the nodes of a new cluster. */
    NodesPlanner(
            ClusterConfig config, List<ImageFacts> images, NetworkPlan network, Set<Tuning> tuning, HostFacts host) {
        this(config, images, network, tuning, host, names(config));
    }

    /** Decides about nodes of these names. */
    private NodesPlanner(
            ClusterConfig config,
            List<ImageFacts> images,
            NetworkPlan network,
            Set<Tuning> tuning,
            HostFacts host,
            List<String> names) {
        this.config = config;
        this.images = images;
        this.network = network;
        this.tuning = tuning;
        this.host = host;
        this.names = names;
        content = new NodeContent(config, network, host, names);
    }

    private static List<String> names(ClusterConfig config) {
        var numbers = new EnumMap<Role, Integer>(Role.class);
        return config.nodes().stream()
                .map(node -> name(config.name(), node.role(), numbers.merge(node.role(), 1, Integer::sum)))
                .toList();
    }

    private static String name(ClusterName cluster, Role role, int number) {
        return cluster + "-" + role.text() + (number == 1 ? "" : number);
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
            var number = nodes.size();
            var first = number == 0;
            nodes.add(node(
                    new Place(names.get(number), number, images.get(number), true),
                    node,
                    first ? apiServer.stream().toList() : List.of(),
                    first && apiServer.isPresent() ? List.of(endpoint) : List.of(),
                    ports));
        }
        return nodes;
    }

    /**
     * What tells a node from others of which the same is said.
     *
     * @param number the number of its addresses
     * @param initial whether the cluster begins with it
     */
    private record Place(String name, int number, ImageFacts image, boolean initial) {}

    /**
     * Returns nodes to add to those there are, with the lowest names and addresses that are free.
     *
     * @param wanted the cluster with all of them, the added ones last
     * @param images the added nodes' images
     */
    static List<NodePlan> further(
            ClusterConfig wanted,
            ClusterPlan plan,
            List<ImageFacts> images,
            Set<Tuning> tuning,
            HostFacts host,
            Iterator<Integer> ports) {
        var config = wanted.withRegistries(
                ClusterPlanner.allRegistries(wanted.registries(), plan.registries()), wanted.localRegistries());
        var present = plan.nodes().size();
        var names = new ArrayList<>(NodePlan.names(plan.nodes()));
        for (NodeConfig node : config.nodes().subList(present, config.nodes().size())) {
            names.add(firstFree(number -> name(config.name(), node.role(), number + 1), names));
        }
        var planner = new NodesPlanner(config, images, plan.network(), tuning, host, names);
        var numbers = plan.nodes().stream().map(planner::number).collect(Collectors.toCollection(ArrayList::new));
        for (int i = present; i < names.size(); i++) {
            numbers.add(firstFree(number -> number, numbers));
        }
        return IntStream.range(present, names.size())
                .mapToObj(i -> planner.node(
                        new Place(names.get(i), numbers.get(i), images.get(i - present), false),
                        config.nodes().get(i),
                        List.of(),
                        List.of(),
                        ports))
                .toList();
    }

    private int number(NodePlan node) {
        return IntStream.iterate(0, next -> next + 1)
                .filter(next -> network.node(next).equals(node.networkAddresses()))
                .findFirst()
                .orElseThrow();
    }

    private static <T> T firstFree(IntFunction<T> candidate, List<T> taken) {
        return IntStream.iterate(0, next -> next + 1)
                .mapToObj(candidate)
                .filter(one -> !taken.contains(one))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the nodes of etcd's members; none where these are on the control planes. They have the first control plane's image. */
    List<EtcdNodePlan> etcdNodes() {
        return IntStream.range(0, config.etcd().nodes())
                .mapToObj(index -> {
                    var name = config.name() + "-etcd" + (index == 0 ? "" : index + 1);
                    var addresses = network.etcdNode(index);
                    return new EtcdNodePlan(
                            name,
                            images.get(0),
                            addresses,
                            NodePlan.known(addresses, config.networking().ipFamily()),
                            name + "-var",
                            content.environment(),
                            content.files(images.get(0)));
                })
                .toList();
    }

    private NodePlan node(
            Place place, NodeConfig node, List<PortPublish> apiServer, List<String> aliases, Iterator<Integer> ports) {
        var name = place.name();
        var published = new ArrayList<>(apiServer);
        node.extraPortMappings().forEach(mapping -> published.add(publish(mapping, ports)));
        var addresses = network.node(place.number());
        return new NodePlan(
                name,
                node.role(),
                place.image(),
                addresses,
                NodePlan.known(addresses, config.networking().ipFamily()),
                place.initial() && tuning.contains(Tuning.EARLY_CNI) ? podSubnets(place.number()) : List.of(),
                aliases,
                name + "-var",
                node.labels(),
                taints(node),
                node.extraMounts(),
                published,
                node.resources(),
                reserved(name, node.resources()),
                content.environment(node),
                content.files(place.image(), node),
                node.patches());
    }

    /** Where there is no worker, control planes take workloads: nobody else could. On bare nodes that is kubeadm's to decide. */
    private List<Taint> taints(NodeConfig node) {
        var taints = new ArrayList<>(node.taints());
        if (node.role() == Role.CONTROL_PLANE
                && config.count(Role.WORKER) > 0
                && !config.bare()
                && taints.stream().noneMatch(CONTROL_PLANE_TAINT::isSameAs)) {
            taints.add(CONTROL_PLANE_TAINT);
        }
        return taints;
    }

    /** Returns what a node does not get of the host. */
    private Resources reserved(String name, Resources wanted) {
        var hostMilliCpus = host.cpus() * 1000L;
        if (wanted.milliCpus() > hostMilliCpus || wanted.memoryBytes() > host.memoryBytes()) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "node %s wants more of the host than its %d processors and %d MiB of memory"
                            .formatted(name, host.cpus(), host.memoryBytes() >> 20),
                    "lower its cpus or memory in the config file");
        }
        return new Resources(
                wanted.milliCpus() == 0 ? 0 : hostMilliCpus - wanted.milliCpus(),
                wanted.memoryBytes() == 0 ? 0 : host.memoryBytes() - wanted.memoryBytes());
    }

    /**
     * Returns the subnets of a node's pods. Nodes with which a cluster begins register before there is a controller to give them some, so
     * they can have these from the start; the controller leaves alone what a node has. Their size is the controller's default, and a
     * config has room for all.
     */
    private List<Cidr> podSubnets(int number) {
        return config.networking().podSubnets().stream()
                .map(subnet -> subnet.part(nodePrefix(subnet), number))
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
