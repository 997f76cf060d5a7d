package dev.minik.cluster.life;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.Kinds;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.Engine;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * All containers of a cluster, whatever their kind.
 *
 * @param containers as the engine lists them
 */
record Members(ClusterName name, List<ContainerInfo> containers) {
    private static final String VOLUME = "-var";

    Members {
        containers = List.copyOf(containers);
    }

    /** Returns the containers of a cluster; fails where there is none of that name. */
    static Members of(Engine engine, ClusterName name) {
        var members = new Members(name, engine.listContainers(Map.of(Labels.CLUSTER, name.value())));
        if (members.nodes().isEmpty()) {
            throw ClusterParts.noSuchCluster(name);
        }
        return members;
    }

    List<ContainerInfo> nodes() {
        return where(one -> Kinds.isA(Labels.KIND_NODE, one));
    }

    List<ContainerInfo> etcdNodes() {
        return where(one -> Kinds.isA(Labels.KIND_ETCD, one));
    }

    /** Returns what runs a node image as a machine: nodes, and nodes of etcd. */
    List<ContainerInfo> machines() {
        return where(one -> Kinds.isA(Labels.KIND_NODE, one) || Kinds.isA(Labels.KIND_ETCD, one));
    }

    List<ContainerInfo> controlPlanes() {
        return where(Kinds::isControlPlane);
    }

    List<ContainerInfo> in(State state) {
        return where(one -> one.state() == state);
    }

    /** Returns what neither runs nor is frozen. */
    List<ContainerInfo> stopped() {
        return where(one -> one.state() != State.RUNNING && one.state() != State.PAUSED);
    }

    private List<ContainerInfo> where(Predicate<ContainerInfo> condition) {
        return containers.stream().filter(condition).toList();
    }

    /** Fails where something of the cluster is frozen. */
    void refusePaused() {
        if (!in(State.PAUSED).isEmpty()) {
            throw ClusterParts.paused(name);
        }
    }

    /** Fails where nothing of the cluster runs, or is frozen. */
    void refuseStopped() {
        if (in(State.RUNNING).isEmpty() && in(State.PAUSED).isEmpty()) {
            throw ClusterParts.stopped(name);
        }
    }

    /** Returns the machines of which the engine has kept nothing but their volume. */
    List<String> lost(Engine engine) {
        return engine.listVolumes(Map.of(Labels.CLUSTER, name.value())).stream()
                .map(volume -> volume.name())
                .filter(volume -> volume.endsWith(VOLUME))
                .map(volume -> volume.substring(0, volume.length() - VOLUME.length()))
                .filter(machine ->
                        containers.stream().noneMatch(one -> one.name().equals(machine)))
                .toList();
    }
}
