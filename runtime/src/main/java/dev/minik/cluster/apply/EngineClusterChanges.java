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
import dev.minik.engine.ContainerInfo;
import dev.minik.kube.KubeApi;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.model.Role;
import dev.minik.record.ClusterRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

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
        var comparison = compare(wanted);
        return differences(comparison, NetworkChange.given(comparison));
    }

    private static List<Difference> differences(Comparison comparison, Optional<String> manifest) {
        var ofNetwork = NetworkChange.of(comparison, manifest).change().differences();
        return Stream.of(comparison.differences(), ofNetwork)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Difference> apply(ClusterConfig wanted, ChangeOptions options) {
        var name = wanted.name();
        nodes.finish(name, options);
        // each change locks the cluster by itself; whoever comes between two of them finds it well
        var comparison = compare(wanted);
        var manifest = NetworkChange.given(comparison);
        var differences = differences(comparison, manifest);
        if (comparison.registriesDiffer() || comparison.localRegistriesDiffer()) {
            registries.setRegistries(name, wanted.registries(), wanted.localRegistries());
        }
        comparison.pairs().forEach(pair -> publish(name, comparison.ports(pair)));
        parts.locked(
                name,
                () -> comparing(wanted, (api, now) -> {
                    var network = NetworkChange.of(now, manifest);
                    install(name, network.change(), options.timeout(), () -> mark(name, api, now, network.record()));
                    return true;
                }));
        if (!comparison.missing().isEmpty()) {
            nodes.add(name, comparison.missing(), options);
        }
        if (!comparison.surplus().isEmpty()) {
            nodes.remove(name, comparison.surplus(), new RemoveOptions(DRAIN, false, options.kubeconfig()));
        }
        return differences;
    }

    /** Changes the network, notes it as changed, and waits for its pods. */
    private void install(ClusterName name, ManifestChange change, Duration timeout, Runnable note) {
        if (change.isEmpty()) {
            note.run();
            return;
        }
        parts.progress().run("network", "Changing the network's manifest", () -> {
            var update = new ManifestUpdate(parts.engine(), controlPlane(name));
            update.apply(change);
            note.run();
            if (!timeout.isZero()) {
                update.awaitRollouts(change.rollouts(), timeout);
            }
        });
    }

    /** Returns a control plane that runs, as the API server has just answered. */
    private ContainerInfo controlPlane(ClusterName name) {
        return parts.runningNodesOf(name).stream()
                .filter(node -> node.state() == ContainerInfo.State.RUNNING)
                .filter(node -> Role.CONTROL_PLANE.text().equals(node.labels().get(Labels.ROLE)))
                .findFirst()
                .orElseThrow();
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

    /** Gives nodes their labels and taints, and notes how all of them are wanted now beside what is known otherwise. */
    private void mark(ClusterName name, KubeApi api, Comparison comparison, ClusterRecord record) {
        var wanted = new ArrayList<>(record.config().nodes());
        for (var pair : comparison.pairs()) {
            if (comparison.marksDiffer(pair)) {
                api.markNode(pair.name(), comparison.labels(pair), comparison.taints(pair));
            }
            wanted.set(pair.index(), pair.before().withMarksOf(pair.after()));
        }
        var changed = new ClusterRecord(record.config().withNodes(wanted), record.plan(), record.unfinished());
        if (!changed.equals(comparison.record())) {
            records.write(parts.nodesOf(name), changed);
        }
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
