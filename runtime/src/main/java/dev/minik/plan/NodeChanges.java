package dev.minik.plan;

import dev.minik.config.ClusterConfig;
import dev.minik.config.ControlPlaneEndpoint;
import dev.minik.config.EtcdConfig;
import dev.minik.config.NodeConfig;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Decides about nodes that are added to a cluster, or taken from it. Pure, as {@link ClusterPlanner} is. */
public final class NodeChanges {
    /** What holds only for nodes that begin with the cluster. */
    private static final Set<Tuning> OF_THE_BEGINNING =
            Set.of(Tuning.ETCD_TOGETHER, Tuning.CONTROL_PLANES_TOGETHER, Tuning.EARLY_WORKERS);

    private NodeChanges() {}

    /**
     * A cluster with other nodes than it had.
     *
     * @param config as it is wanted then
     * @param plan as it is then
     */
    public record Changed(ClusterConfig config, ClusterPlan plan) {}

    /** Returns whether a cluster gets a balancer when {@code added} nodes come to it. */
    public static boolean needsBalancer(ClusterConfig config, ClusterPlan plan, List<NodeConfig> added) {
        return plan.balancer().isEmpty()
                && plan.apiServer().containerPort() == ClusterPlan.API_PORT
                && with(config, added).count(Role.CONTROL_PLANE) > 1;
    }

    /** Returns a cluster's config with further nodes. */
    public static ClusterConfig with(ClusterConfig config, List<NodeConfig> added) {
        return config.withNodes(
                Stream.concat(config.nodes().stream(), added.stream()).toList());
    }

    /**
     * Adds nodes. What was tuned for fewer nodes is not any more; it does not come back when they go.
     *
     * @param images each added node's, and the balancer's where {@link #needsBalancer}
     */
    public static Changed add(
            ClusterConfig config, ClusterPlan plan, List<NodeConfig> added, ImagePlan images, HostFacts host) {
        var wanted = with(config, added);
        refuseTooMany(wanted);
        var ports = host.freePorts().iterator();
        var all = Stream.concat(plan.nodes().stream().map(NodePlan::image), images.nodes().stream())
                .toList();
        var tuning = afterTheBeginning(plan);
        tuning.retainAll(Tuning.of(wanted, all));
        var nodes = new ArrayList<>(plan.nodes());
        nodes.addAll(NodesPlanner.further(wanted, plan, images.nodes(), tuning, host, ports));
        if (!needsBalancer(config, plan, added)) {
            return new Changed(wanted, plan.with(plan.apiServer(), tuning, plan.balancer(), nodes));
        }
        // the port that is there leads to the only control plane there was, as long as that is there
        var old = plan.apiServer();
        var port = ClusterPlanner.hostPort(Math.min(config.networking().apiServerPort(), 0), ports);
        var apiServer = new PortPublish(old.hostAddress(), port, old.containerPort(), old.protocol());
        var balancer = new BalancerPlan(
                plan.name() + "-external-load-balancer",
                images.balancer().orElseThrow(),
                plan.network().balancer(),
                config.endpoint() == ControlPlaneEndpoint.VIP ? List.of() : List.of(plan.endpoint()));
        return new Changed(wanted, plan.with(apiServer, tuning, Optional.of(balancer), nodes));
    }

    /** Returns how many free ports of the host {@link #add} may need. */
    public static int randomPorts(List<NodeConfig> added) {
        return 1
                + Math.toIntExact(added.stream()
                        .flatMap(node -> node.extraPortMappings().stream())
                        .filter(mapping -> mapping.hostPort() == 0)
                        .count());
    }

    private static void refuseTooMany(ClusterConfig wanted) {
        if (wanted.count(Role.CONTROL_PLANE) > EtcdConfig.MAX_MEMBERS
                && wanted.etcd().topology() == EtcdConfig.Topology.STACKED
                && !wanted.bare()) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "the cluster would have %d control planes; %d are the most members that etcd is made for"
                            .formatted(wanted.count(Role.CONTROL_PLANE), EtcdConfig.MAX_MEMBERS),
                    "add workers: further members make etcd slower, not safer");
        }
        if (wanted.nodes().size() > ClusterConfig.MAX_NODES) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "the cluster would have %d nodes; %d are the most"
                            .formatted(wanted.nodes().size(), ClusterConfig.MAX_NODES),
                    "add fewer, or delete some first");
        }
    }

    /**
     * Takes nodes away. A balancer goes when the only control plane left publishes the API server itself, as one that was alone in the
     * beginning does.
     *
     * @param names of nodes of the plan; the others are passed over
     */
    public static Changed remove(ClusterConfig config, ClusterPlan plan, Set<String> names) {
        var kept = IntStream.range(0, plan.nodes().size())
                .filter(index -> !names.contains(plan.nodes().get(index).name()))
                .boxed()
                .toList();
        var wanted = config.withNodes(kept.stream().map(config.nodes()::get).toList());
        var nodes = kept.stream().map(plan.nodes()::get).toList();
        var tuning = afterTheBeginning(plan);
        var own = ownPort(nodes);
        return own.isPresent()
                ? new Changed(wanted, plan.with(own.get(), tuning, Optional.empty(), nodes))
                : new Changed(wanted, plan.with(plan.apiServer(), tuning, plan.balancer(), nodes));
    }

    /**
     * Lets nodes join anew that the cluster begins with no longer: they come last.
     *
     * @param names of nodes of the plan
     */
    public static Changed rejoining(ClusterConfig config, ClusterPlan plan, Set<String> names) {
        var order = Stream.of(false, true)
                .flatMap(joins -> IntStream.range(0, plan.nodes().size())
                        .filter(index -> names.contains(plan.nodes().get(index).name()) == joins)
                        .boxed())
                .toList();
        var nodes = order.stream()
                .map(plan.nodes()::get)
                .map(node -> names.contains(node.name()) ? node.joining() : node)
                .toList();
        var tuning = afterTheBeginning(plan);
        return new Changed(
                config.withNodes(order.stream().map(config.nodes()::get).toList()),
                plan.with(plan.apiServer(), tuning, plan.balancer(), nodes));
    }

    private static Set<Tuning> afterTheBeginning(ClusterPlan plan) {
        var tuning = EnumSet.noneOf(Tuning.class);
        tuning.addAll(plan.tuning());
        tuning.removeAll(OF_THE_BEGINNING);
        return tuning;
    }

    private static Optional<PortPublish> ownPort(List<NodePlan> nodes) {
        var controlPlanes =
                nodes.stream().filter(node -> node.role() == Role.CONTROL_PLANE).toList();
        return controlPlanes.size() > 1
                ? Optional.empty()
                : controlPlanes.stream()
                        .flatMap(node -> node.ports().stream())
                        .filter(port -> port.containerPort() == ClusterPlan.API_PORT)
                        .findFirst();
    }
}
