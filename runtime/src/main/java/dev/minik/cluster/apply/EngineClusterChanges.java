package dev.minik.cluster.apply;

import dev.minik.cluster.ClusterNodes;
import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.cluster.ClusterNodes.RemoveOptions;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.ClusterRecords;
import dev.minik.cluster.port.HostPort;
import dev.minik.cluster.port.Ports;
import dev.minik.cluster.registry.Registries;
import dev.minik.config.ClusterConfig;
import dev.minik.kube.KubeApi;
import dev.minik.model.ClusterName;
import dev.minik.record.ClusterRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** {@link ClusterChanges} by the parts that make each change by themselves. */
public final class EngineClusterChanges implements ClusterChanges {
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final ClusterParts parts;
    private final ClusterRecords records;
    private final ClusterNodes nodes;
    private final Ports ports;
    private final Registries registries;

    /** Compares and changes clusters; their nodes, ports and registries come and go by the others. */
    public EngineClusterChanges(ClusterParts parts, ClusterNodes nodes, Ports ports, Registries registries) {
        this.parts = parts;
        this.nodes = nodes;
        this.ports = ports;
        this.registries = registries;
        records = new ClusterRecords(parts.engine());
    }

    @Override
    public List<Difference> diff(ClusterConfig wanted) {
        return compare(wanted).differences();
    }

    @Override
    public List<Difference> apply(ClusterConfig wanted, ChangeOptions options) {
        var name = wanted.name();
        nodes.finish(name, options);
        // each change locks the cluster by itself; whoever comes between two of them finds it well
        var comparison = compare(wanted);
        if (comparison.registriesDiffer() || comparison.localRegistriesDiffer()) {
            registries.setRegistries(name, wanted.registries(), wanted.localRegistries());
        }
        comparison.pairs().forEach(pair -> publish(name, comparison.ports(pair)));
        parts.locked(name, () -> comparing(wanted, (api, now) -> mark(name, api, now)));
        if (!comparison.missing().isEmpty()) {
            nodes.add(name, comparison.missing(), options);
        }
        if (!comparison.surplus().isEmpty()) {
            nodes.remove(name, comparison.surplus(), new RemoveOptions(DRAIN, false, options.kubeconfig()));
        }
        return comparison.differences();
    }

    private void publish(ClusterName name, NodePorts node) {
        var surplus = node.surplus().stream()
                .filter(port -> port.kind() == Ports.Kind.FORWARDER)
                .map(port -> new HostPort(port.hostPort(), port.protocol()))
                .toList();
        if (!surplus.isEmpty()) {
            ports.unexpose(name, surplus);
        }
        if (!node.missing().isEmpty()) {
            ports.expose(name, node.missing(), Optional.of(node.name()));
        }
    }

    /** Gives nodes their labels and taints, and notes how all of them are wanted now; returns whether anything was to be changed. */
    private boolean mark(ClusterName name, KubeApi api, Comparison comparison) {
        var record = comparison.record();
        var wanted = new ArrayList<>(record.config().nodes());
        for (var pair : comparison.pairs()) {
            if (comparison.marksDiffer(pair)) {
                api.markNode(pair.name(), comparison.labels(pair), comparison.taints(pair));
            }
            wanted.set(pair.index(), pair.before().withMarksOf(pair.after()));
        }
        var changed = new ClusterRecord(record.config().withNodes(wanted), record.plan(), record.unfinished());
        if (changed.equals(record)) {
            return false;
        }
        records.write(parts.nodesOf(name), changed);
        return true;
    }

    private Comparison compare(ClusterConfig wanted) {
        return ClusterParts.asUserSees(() -> comparing(wanted, (api, comparison) -> comparison));
    }

    private <T> T comparing(ClusterConfig wanted, BiFunction<KubeApi, Comparison, T> work) {
        var name = wanted.name();
        // nodes of a change that was broken off are as good as not there
        var record = records.read(parts.runningNodesOf(name)).settled();
        return parts.asking(
                name, api -> work.apply(api, new Comparison(record, api.nodeMarks(), ports.list(name), wanted)));
    }
}
