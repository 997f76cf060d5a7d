package dev.minik.cluster;

import static dev.minik.plan.NodePlan.names;

import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.plan.EtcdNodePlan;
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
    /** The states of containers that do not run, and will not by themselves. */
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
        var lost = lostMembers(addition.live(name));
        var done = new ArrayList<>(startEnded(name));
        new BalancerRepair(parts, records)
                .repair(addition.live(name), options.kubeconfig())
                .ifPresent(done::add);
        var replaced = missing(addition.live(name));
        if (!replaced.isEmpty()) {
            replace(addition.live(name), replaced, options);
            done.addAll(names(replaced));
        }
        var repaired = addition.live(name);
        addition.awaitReady(repaired, names(repaired.record().plan().nodes()), options.timeout());
        if (!lost.isEmpty()) {
            throw lost(
                            name,
                            lost,
                            "the others have the whole state: save what you need of it, then create the cluster anew")
                    .withDetails(done.isEmpty() ? List.of() : List.of("repaired: " + String.join(", ", done)));
        }
        return done;
    }

    /** Returns the nodes of etcd that are gone; fails when the cluster's state is gone with them. */
    private List<String> lostMembers(LiveCluster cluster) {
        var members = cluster.record().plan().etcdNodes();
        var lost = members.stream()
                .map(EtcdNodePlan::name)
                .filter(member -> engine.findContainer(member).isEmpty())
                .toList();
        if (2 * lost.size() >= members.size() && !lost.isEmpty()) {
            throw lost(
                    cluster.name(),
                    lost,
                    "the state is lost with most members: create the cluster anew, from a backup if you have one");
        }
        return lost;
    }

    private static MinikException lost(ClusterName name, List<String> members, String remedy) {
        return MinikException.of(
                ExitCode.WRONG_STATE,
                "%s of cluster '%s' kept a part of etcd and %s gone; members of etcd cannot be replaced"
                        .formatted(String.join(", ", members), name, members.size() == 1 ? "is" : "are"),
                remedy);
    }

    /** Starts what has ended of a cluster, etcd's nodes as well; a balancer is made anew instead. */
    private List<String> startEnded(ClusterName name) {
        var ended = engine.listContainers(Map.of(Labels.CLUSTER, name.value())).stream()
                .filter(node -> node.state().isAtRest() && !Resources.isBalancer(node, name))
                .filter(node -> !isHalfMade(node))
                .toList();
        if (!ended.isEmpty()) {
            progress.run(
                    "start",
                    "Starting what has ended",
                    () -> parts.tasks().all(ended, node -> engine.startContainer(node.id())));
        }
        return ended.stream().map(ContainerInfo::name).toList();
    }

    /** Returns whether a node's container was made by somebody who was killed before its start: it may lack what it starts. */
    private static boolean isHalfMade(ContainerInfo container) {
        return container.state() == ContainerInfo.State.CREATED && Kinds.isA(Labels.KIND_NODE, container);
    }

    /** Returns the nodes whose containers are gone, or were not set up to the end. */
    private List<NodePlan> missing(LiveCluster cluster) {
        var plan = cluster.record().plan();
        return plan.nodes().stream()
                .filter(node -> cluster.find(node.name())
                        .filter(there -> !isHalfMade(there))
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
