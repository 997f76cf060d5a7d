package dev.minik.cluster.apply;

import dev.minik.cluster.ClusterNodes;
import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.cluster.ClusterNodes.RemoveOptions;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.ClusterRecords;
import dev.minik.config.ClusterConfig;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.kube.KubeApiException;
import dev.minik.model.ClusterName;
import dev.minik.record.ClusterRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** {@link ClusterChanges} by the parts that make each change by themselves. */
public final class EngineClusterChanges implements ClusterChanges {
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final ClusterParts parts;
    private final ClusterRecords records;
    private final ClusterNodes nodes;

    /** Compares and changes clusters; their nodes come and go by {@code nodes}. */
    public EngineClusterChanges(ClusterParts parts, ClusterNodes nodes) {
        this.parts = parts;
        this.nodes = nodes;
        records = new ClusterRecords(parts.engine());
    }

    @Override
    public List<Difference> diff(ClusterConfig wanted) {
        return ClusterParts.asUserSees(() -> comparing(wanted, (api, comparison) -> comparison.differences()));
    }

    @Override
    public List<Difference> apply(ClusterConfig wanted, ChangeOptions options) {
        var name = wanted.name();
        var found = parts.locked(
                name,
                () -> comparing(wanted, (api, comparison) -> {
                    var differences = comparison.differences();
                    if (differences.stream().anyMatch(one -> one.remedy() == Difference.Remedy.APPLY)) {
                        parts.progress()
                                .run("apply", "Changing '%s'".formatted(name), () -> change(name, api, comparison));
                    }
                    return new Found(differences, comparison);
                }));
        // these lock the cluster by themselves; whoever comes between finds it well
        if (!found.comparison().missing().isEmpty()) {
            nodes.add(name, found.comparison().missing(), options);
        }
        if (!found.comparison().surplus().isEmpty()) {
            nodes.remove(name, found.comparison().surplus(), new RemoveOptions(DRAIN, false, options.kubeconfig()));
        }
        return found.differences();
    }

    private record Found(List<Difference> differences, Comparison comparison) {}

    private void change(ClusterName name, KubeApi api, Comparison comparison) {
        var record = comparison.record();
        var wanted = new ArrayList<>(record.config().nodes());
        for (var pair : comparison.pairs()) {
            var labels = comparison.labels(pair);
            var taints = comparison.taints(pair);
            if (!labels.isEmpty()
                    || !taints.equals(comparison
                            .live()
                            .getOrDefault(pair.name(), KubeApi.NodeMarks.NONE)
                            .taints())) {
                api.markNode(pair.name(), labels, taints);
            }
            wanted.set(pair.index(), pair.before().withMarksOf(pair.after()));
        }
        var changed = new ClusterRecord(record.config().withNodes(wanted), record.plan(), record.unfinished());
        records.write(parts.nodesOf(name), changed);
    }

    private <T> T comparing(ClusterConfig wanted, BiFunction<KubeApi, Comparison, T> work) {
        var name = wanted.name();
        var record = records.read(parts.runningNodesOf(name));
        try (var api = parts.access().api(parts.resources().entrance(name))) {
            return work.apply(api, new Comparison(record, api.nodeMarks(), wanted));
        } catch (KubeApiException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the API server of cluster '%s' does not answer: %s".formatted(name, e.getMessage()),
                            "minik status %s tells why".formatted(name))
                    .causedBy(e);
        }
    }
}
