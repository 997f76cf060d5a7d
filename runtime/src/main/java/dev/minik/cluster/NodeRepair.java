package dev.minik.cluster;

import static dev.minik.plan.NodePlan.names;

import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.plan.NodeChanges;
import dev.minik.plan.NodePlan;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Brings back what a cluster has lost: containers that have ended, and nodes whose containers are gone. */
final class NodeRepair {
    private static final Set<ContainerInfo.State> ENDED =
            Set.of(ContainerInfo.State.CREATED, ContainerInfo.State.EXITED, ContainerInfo.State.DEAD);

    private final ClusterParts parts;
    private final ClusterRecords records;
    private final NodeAddition addition;
    private final NodeRemoval removal;
    private final Engine engine;
    private final Progress progress;

    NodeRepair(ClusterParts parts, ClusterRecords records, NodeAddition addition, NodeRemoval removal) {
        this.parts = parts;
        this.records = records;
        this.addition = addition;
        this.removal = removal;
        engine = parts.engine();
        progress = parts.progress();
    }

    /** Repairs a cluster that runs, at least in part, and returns to what something was done. */
    List<String> repair(ClusterName name, ChangeOptions options) {
        var done = new ArrayList<>(startEnded(name));
        var replaced = missing(addition.live(name));
        if (!replaced.isEmpty()) {
            replace(addition.live(name), replaced, options);
            done.addAll(names(replaced));
        }
        var repaired = addition.live(name);
        addition.awaitReady(repaired, names(repaired.record().plan().nodes()), options.timeout());
        return done;
    }

    /** Starts what has ended of a cluster, the balancer and etcd's nodes as well. */
    private List<String> startEnded(ClusterName name) {
        var ended = engine.listContainers(Map.of(Labels.CLUSTER, name.value())).stream()
                .filter(node -> ENDED.contains(node.state()))
                .toList();
        if (!ended.isEmpty()) {
            progress.run(
                    "start",
                    "Starting what has ended",
                    () -> parts.tasks().all(ended, node -> engine.startContainer(node.id())));
        }
        return ended.stream().map(ContainerInfo::name).toList();
    }

    /** Returns the nodes whose containers are gone, or were not set up to the end. */
    private List<NodePlan> missing(LiveCluster cluster) {
        var plan = cluster.record().plan();
        return plan.nodes().stream()
                .filter(node -> cluster.find(node.name())
                        .filter(there -> plan.bare() || addition.isSetUp(there))
                        .isEmpty())
                .toList();
    }

    /** Makes nodes anew by their own plans, after everything that is known of them was forgotten. */
    private void replace(LiveCluster cluster, List<NodePlan> gone, ChangeOptions options) {
        var names = Set.copyOf(names(gone));
        var beside = cluster.controlPlaneBeside(names);
        var changed = NodeChanges.rejoining(
                cluster.record().config(), cluster.record().plan(), names);
        var next = ClusterRecord.of(changed.config(), changed.plan());
        var advertised = next.plan().node(beside.name());
        gone.forEach(node -> removal.remove(cluster, beside, advertised, node));
        records.write(addition.live(cluster.name()).nodes(), next);
        addition.make(
                cluster.with(next),
                next,
                next.plan().nodes(names),
                options,
                () -> gone.forEach(node -> removal.remove(cluster, beside, advertised, node)));
    }
}
