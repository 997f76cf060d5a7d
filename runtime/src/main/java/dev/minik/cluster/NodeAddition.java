package dev.minik.cluster;

import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Role;
import dev.minik.plan.NodePlan;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Makes nodes of a cluster that runs, from its preparation to the nodes' readiness. */
final class NodeAddition {
    private final ClusterParts parts;
    private final ClusterRecords records;
    private final Consumer<ClusterName> followers;
    private final Engine engine;
    private final Progress progress;
    private final NodeGrowth growth;

    NodeAddition(ClusterParts parts, ClusterRecords records, Consumer<ClusterName> followers) {
        this.parts = parts;
        this.records = records;
        this.followers = followers;
        engine = parts.engine();
        progress = parts.progress();
        growth = new NodeGrowth(parts);
    }

    /** Returns a cluster as it is now; fails where it does not run. */
    LiveCluster live(ClusterName name) {
        var nodes = parts.runningNodesOf(name);
        return new LiveCluster(name, nodes, records.read(nodes));
    }

    /**
     * Makes nodes.
     *
     * @param undo what removes them again when that fails
     */
    void make(LiveCluster before, ClusterRecord next, List<NodePlan> added, ChangeOptions options, Runnable undo) {
        var consoles = new NodeConsoles(progress);
        try {
            var plan = next.plan();
            var balancer = plan.balancer().isPresent()
                    && before.record().plan().balancer().isEmpty();
            progress.run(
                    "prepare",
                    "Preparing the cluster",
                    () -> growth.loosen(before, before.record().plan(), next));
            progress.run(
                    "nodes", title("Adding", added), () -> growth.make(before.with(next), added, balancer, consoles));
            var after = live(before.name());
            if (hasControlPlane(added)) {
                progress.run("announce", "Telling the nodes of their control planes", () -> announce(after));
            }
            if (balancer) {
                parts.access().refresh(parts.resources().entrance(after.name()), after.name(), options.kubeconfig());
            }
            awaitReady(after, NodePlan.names(added), options.timeout());
            followers.accept(after.name());
            records.write(after.nodes(), ClusterRecord.of(next.config(), next.plan()));
        } catch (RuntimeException e) {
            throw undone(e, consoles, undo);
        }
    }

    /** Waits until nodes are Ready. */
    void awaitReady(LiveCluster cluster, List<String> nodes, Duration timeout) {
        if (timeout.isZero() || cluster.record().plan().bare()) {
            return;
        }
        progress.run("ready", "Waiting for the nodes to be ready", () -> {
            try (var api = parts.access().api(parts.resources().entrance(cluster.name()))) {
                var missing = new Readiness(
                                api,
                                nodes,
                                AgentSettings.of(engine, cluster.controlPlaneBeside(Set.of()))
                                        .serving())
                        .await(System.nanoTime() + timeout.toNanos(), () -> {});
                if (!missing.isEmpty()) {
                    throw new FirstCause(engine).ofMissing(missing, api);
                }
            }
        });
    }

    /** Removes what an addition has made that failed. */
    private MinikException undone(RuntimeException failure, NodeConsoles consoles, Runnable undo) {
        var interrupted = Thread.interrupted();
        return parts.tasks().undisturbed(() -> {
            var explained = interrupted
                    ? MinikException.of(ExitCode.INTERRUPTED, "interrupted", "").causedBy(failure)
                    : new FirstCause(engine).explain(failure, consoles);
            try {
                progress.run("clean-up", "Removing what was made", undo);
                return explained;
            } catch (RuntimeException e) {
                var details = new ArrayList<>(explained.details());
                details.add(
                        "what was made could not be removed now, the next 'minik create node' or 'minik delete node' will: "
                                + e.getMessage());
                return explained.withDetails(details);
            }
        });
    }

    /** Tells who must know which control planes there are. */
    void announce(LiveCluster cluster) {
        growth.announce(cluster);
        cluster.record()
                .plan()
                .balancer()
                .flatMap(balancer -> engine.findContainer(balancer.name()))
                .filter(balancer -> balancer.state() == ContainerInfo.State.RUNNING)
                .ifPresent(balancer ->
                        new Balancing(engine).change(balancer, cluster.record().plan()));
    }

    /** Returns whether a node has been set up to the end, as far as that can be told. */
    boolean isSetUp(ContainerInfo node) {
        return growth.isSetUp(node);
    }

    static boolean hasControlPlane(List<NodePlan> nodes) {
        return nodes.stream().anyMatch(node -> node.role() == Role.CONTROL_PLANE);
    }

    static String title(String verb, List<NodePlan> nodes) {
        return "%s %s".formatted(verb, String.join(", ", NodePlan.names(nodes)));
    }
}
