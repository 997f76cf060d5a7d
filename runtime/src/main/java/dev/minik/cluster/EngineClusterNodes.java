package dev.minik.cluster;

import dev.minik.config.NodeConfig;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link ClusterNodes} in one engine. What is begun is noted in the cluster's record first, so that it can be finished. */
public final class EngineClusterNodes implements ClusterNodes {
    private static final String EVICTION =
            "delete them or their PodDisruptionBudgets, give it more time with --timeout, or go on without them with --force";

    private final ClusterParts parts;
    private final Consumer<ClusterName> followers;
    private final Engine engine;
    private final Progress progress;
    private final ClusterRecords records;
    private final ClusterPlanning planning;
    private final NodeAddition addition;
    private final NodeRemoval removal;

    /**
     * Puts the parts together; asks the engine nothing yet.
     *
     * @param followers told of a cluster whose nodes have changed, before the change is over
     */
    public EngineClusterNodes(ClusterParts parts, NodeImageProvider images, Consumer<ClusterName> followers) {
        this.parts = parts;
        this.followers = followers;
        engine = parts.engine();
        progress = parts.progress();
        records = parts.records();
        planning = new ClusterPlanning(parts, images);
        addition = new NodeAddition(parts, records, followers);
        removal = new NodeRemoval(engine);
    }

    @Override
    public List<String> add(ClusterName name, List<NodeConfig> nodes, ChangeOptions options) {
        return parts.locked(name, () -> {
            var before = finished(addition.live(name), options.kubeconfig());
            var old = before.record();
            var changed = planning.further(old.config(), old.plan(), nodes);
            var added = changed.plan()
                    .nodes()
                    .subList(old.plan().nodes().size(), changed.plan().nodes().size());
            planning.refusePorts(published(old.plan(), changed.plan(), added));
            planning.warnOfLimits(added.size());
            planning.refuseFullDisk();
            var next = new ClusterRecord(changed.config(), changed.plan(), NodePlan.names(added));
            records.write(before.nodes(), next);
            addition.make(before, next, added, options, () -> finished(addition.live(name), options.kubeconfig()));
            return NodePlan.names(added);
        });
    }

    private static List<PortPublish> published(ClusterPlan before, ClusterPlan after, List<NodePlan> added) {
        var ofNodes = added.stream().flatMap(node -> node.ports().stream());
        return before.balancer().equals(after.balancer())
                ? ofNodes.toList()
                : Stream.concat(ofNodes, Stream.of(after.apiServer())).toList();
    }

    @Override
    public List<String> remove(ClusterName name, List<String> nodes, RemoveOptions options) {
        return parts.locked(name, () -> {
            var cluster = addition.live(name);
            var plan = cluster.record().plan();
            var wanted = new LinkedHashSet<>(nodes);
            NodePlan.names(plan.nodes()).forEach(wanted::remove);
            if (!wanted.isEmpty()) {
                throw unknown(name, wanted, plan);
            }
            var leaving = Set.copyOf(nodes);
            cluster.controlPlaneBeside(leaving);
            if (!plan.bare() && !options.force()) {
                drain(cluster, leaving, options.drain());
            }
            var unfinished = new LinkedHashSet<>(cluster.record().unfinished());
            unfinished.addAll(nodes);
            var begun = new ClusterRecord(cluster.record().config(), plan, List.copyOf(unfinished));
            records.write(cluster.nodes(), begun);
            delete(cluster.with(begun), leaving, options.kubeconfig());
            return nodes;
        });
    }

    private void delete(LiveCluster cluster, Set<String> leaving, Optional<Path> kubeconfig) {
        var title = NodeAddition.title("Deleting", cluster.record().plan().nodes(leaving));
        try {
            ClusterParts.asUserSees(() -> progress.step("delete", title, () -> finished(cluster, kubeconfig)));
        } catch (MinikException e) {
            var details = new ArrayList<>(e.details());
            details.add("what was begun is noted: the next command that changes nodes of the cluster finishes it");
            throw e.withDetails(details);
        }
    }

    /** Nodes that have ended have no pods that could be evicted; Kubernetes deletes these when their node is. */
    private void drain(LiveCluster cluster, Set<String> leaving, Duration patience) {
        var beside = cluster.controlPlaneBeside(leaving);
        var draining = cluster.running().stream()
                .filter(node -> leaving.contains(node.name()))
                .toList();
        progress.run(
                "drain",
                "Evicting pods",
                () -> new Draining(engine)
                        .drain(
                                parts.tasks(),
                                beside,
                                draining.stream().map(ContainerInfo::name).toList(),
                                patience,
                                EVICTION));
    }

    /** Removes the nodes of a cluster that are noted as unfinished, and what the others know of them; returns what is left. */
    private LiveCluster finished(LiveCluster cluster, Optional<Path> kubeconfig) {
        var record = cluster.record();
        if (record.unfinished().isEmpty()) {
            return cluster;
        }
        var leaving = Set.copyOf(record.unfinished());
        var settled = record.settled();
        var beside = cluster.controlPlaneBeside(leaving);
        var left = new LiveCluster(
                cluster.name(),
                cluster.nodes().stream()
                        .filter(node -> !leaving.contains(node.name()))
                        .toList(),
                settled);
        var advertised = left.record().plan().node(beside.name());
        var nodes = record.plan().nodes(leaving);
        if (NodeAddition.hasControlPlane(nodes)) {
            addition.announce(left);
        }
        if (record.plan().balancer().isPresent() && settled.plan().balancer().isEmpty()) {
            record.plan().balancer().ifPresent(balancer -> engine.removeContainer(balancer.name()));
            parts.access().refresh(parts.resources().entrance(cluster.name()), cluster.name(), kubeconfig);
        }
        // etcd takes one change of its members after the other
        nodes.forEach(node -> removal.remove(cluster, beside, advertised, node));
        followers.accept(cluster.name());
        records.write(left.nodes(), left.record());
        return left;
    }

    @Override
    public List<String> repair(ClusterName name, ChangeOptions options) {
        return parts.locked(name, () -> {
            finished(addition.live(name), options.kubeconfig());
            return new NodeRepair(parts, records, addition, removal).repair(name, options);
        });
    }

    @Override
    public void finish(ClusterName name, ChangeOptions options) {
        parts.locked(name, () -> finished(addition.live(name), options.kubeconfig()));
    }

    @Override
    public ClusterName clusterOf(Optional<ClusterName> named, List<String> nodes) {
        if (named.isPresent()) {
            return named.get();
        }
        var clusters = ClusterParts.asUserSees(
                        () -> engine.listContainers(Map.of(Labels.CLUSTER, "", Labels.KIND, Labels.KIND_NODE)))
                .stream()
                .filter(node -> nodes.contains(node.name()))
                .map(node -> node.labels().getOrDefault(Labels.CLUSTER, ""))
                .collect(Collectors.toSet());
        if (clusters.size() == 1) {
            return new ClusterName(clusters.iterator().next());
        }
        throw MinikException.of(
                clusters.isEmpty() ? ExitCode.EXISTS_OR_NOT_FOUND : ExitCode.USAGE,
                clusters.isEmpty()
                        ? "there is no node '%s'".formatted(String.join("', '", nodes))
                        : "the nodes are of several clusters: "
                                + String.join(", ", clusters.stream().sorted().toList()),
                clusters.isEmpty() ? "'minik get nodes -A' lists the nodes" : "name nodes of one cluster");
    }

    private static MinikException unknown(ClusterName name, Set<String> nodes, ClusterPlan plan) {
        return MinikException.of(
                ExitCode.EXISTS_OR_NOT_FOUND,
                "cluster '%s' has no node '%s'".formatted(name, String.join("', '", nodes)),
                "its nodes are " + String.join(", ", NodePlan.names(plan.nodes())));
    }
}
