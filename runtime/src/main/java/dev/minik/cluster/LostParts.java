package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.model.Role;
import dev.minik.plan.BalancerPlan;
import dev.minik.plan.EtcdNodePlan;
import dev.minik.plan.NodePlan;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out what a cluster had and the engine has no more: somebody has removed it behind minik's back. */
final class LostParts {
    private final Engine engine;
    private final ClusterRecords records;

    LostParts(ClusterParts parts) {
        engine = parts.engine();
        records = parts.records();
    }

    /**
     * Returns a sentence for each container that is gone; nothing for a cluster that does not know, as one that an older minik made.
     *
     * @param nodes the nodes that are there
     */
    List<String> of(ClusterName name, List<ContainerInfo> nodes) {
        if (nodes.stream().noneMatch(node -> ClusterReader.role(node).equals(Role.CONTROL_PLANE.text()))) {
            return List.of(); // nobody is left to ask
        }
        var there = engine.listContainers(Map.of(Labels.CLUSTER, name.value())).stream()
                .map(ContainerInfo::name)
                .collect(Collectors.toSet());
        return records.find(nodes).stream()
                .flatMap(record -> {
                    var plan = record.plan();
                    var replaceable = Stream.concat(
                                    plan.nodes().stream().map(NodePlan::name),
                                    plan.balancer().stream().map(BalancerPlan::name))
                            // those that are being made are told of by who makes them
                            .filter(part -> !record.unfinished().contains(part))
                            .map(part -> Map.entry(part, "'minik repair cluster %s' makes it anew".formatted(name)));
                    var members = plan.etcdNodes().stream()
                            .map(EtcdNodePlan::name)
                            .map(part -> Map.entry(part, "a member of etcd cannot be replaced"));
                    return Stream.concat(replaceable, members);
                })
                .filter(part -> !there.contains(part.getKey()))
                .map(part -> "%s is gone: %s".formatted(part.getKey(), part.getValue()))
                .toList();
    }
}
