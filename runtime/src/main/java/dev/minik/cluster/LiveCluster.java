package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.record.ClusterRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A cluster that is being changed.
 *
 * @param nodes the containers of its nodes, in their order
 * @param record what it keeps of itself
 */
record LiveCluster(ClusterName name, List<ContainerInfo> nodes, ClusterRecord record) {
    LiveCluster {
        nodes = List.copyOf(nodes);
    }

    /** Returns the same cluster with another record. */
    LiveCluster with(ClusterRecord other) {
        return new LiveCluster(name, nodes, other);
    }

    /** Returns the container of a node, if there is one. */
    Optional<ContainerInfo> find(String node) {
        return nodes.stream().filter(one -> one.name().equals(node)).findFirst();
    }

    /** Returns the nodes that run. */
    List<ContainerInfo> running() {
        return nodes.stream()
                .filter(node -> node.state() == ContainerInfo.State.RUNNING)
                .toList();
    }

    /** Returns a control plane that runs and is none of {@code others}; commands for the cluster are given there. */
    ContainerInfo controlPlaneBeside(Set<String> others) {
        return running().stream()
                .filter(Kinds::isControlPlane)
                .filter(node -> !others.contains(node.name()))
                .findFirst()
                .orElseThrow(() -> MinikException.of(
                        ExitCode.WRONG_STATE,
                        others.isEmpty()
                                ? "no control plane of cluster '%s' runs".formatted(name)
                                : "no control plane of cluster '%s' would be left".formatted(name),
                        others.isEmpty()
                                ? "start it: minik start cluster " + name
                                : "delete the whole cluster: minik delete cluster " + name));
    }
}
