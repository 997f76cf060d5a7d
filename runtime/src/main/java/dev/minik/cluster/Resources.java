package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.Engine;
import dev.minik.engine.NetworkInfo;
import dev.minik.engine.VolumeInfo;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.registry.LocalRegistries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What clusters consist of in the engine: everything that carries their label. */
public final class Resources {
    private final Engine engine;
    private final Tasks tasks;

    Resources(Engine engine, Tasks tasks) {
        this.engine = engine;
        this.tasks = tasks;
    }

    /** Returns the node containers of a cluster, running or not. */
    public List<ContainerInfo> nodes(ClusterName name) {
        return engine.listContainers(Map.of(Labels.CLUSTER, name.value(), Labels.KIND, Labels.KIND_NODE)).stream()
                .sorted(ClusterReader.NODE_ORDER)
                .toList();
    }

    /** Returns the containers of etcd's own nodes, running or not. */
    public List<ContainerInfo> etcdNodes(ClusterName name) {
        return engine.listContainers(Map.of(Labels.CLUSTER, name.value(), Labels.KIND, Labels.KIND_ETCD)).stream()
                .sorted(ClusterReader.NODE_ORDER)
                .toList();
    }

    /** Returns the containers that run a node image: the nodes of a cluster, and etcd's. */
    public List<ContainerInfo> machines(ClusterName name) {
        return Stream.concat(nodes(name).stream(), etcdNodes(name).stream()).toList();
    }

    /** Returns where the administrator of a cluster comes in; fails when there is no such cluster. */
    public Entrance entrance(ClusterName name) {
        var containers = engine.listContainers(Map.of(Labels.CLUSTER, name.value()));
        var node = containers.stream()
                .filter(one -> isA(Labels.KIND_NODE, one))
                .min(ClusterReader.NODE_ORDER)
                .orElseThrow(() -> ClusterParts.noSuchCluster(name));
        return new Entrance(
                node,
                containers.stream()
                        .filter(one -> isA(Labels.KIND_BALANCER, one))
                        .findFirst()
                        .orElse(node));
    }

    /**
     * Where the administrator of a cluster comes in.
     *
     * @param controlPlane the first control plane, which has his kubeconfig
     * @param publisher what publishes the API server: the balancer, or else the only control plane
     */
    public record Entrance(ContainerInfo controlPlane, ContainerInfo publisher) {}

    /** Returns whether a container is the balancer of a cluster. */
    static boolean isBalancer(ContainerInfo container, ClusterName name) {
        return isA(Labels.KIND_BALANCER, container)
                && name.value().equals(container.labels().get(Labels.CLUSTER));
    }

    private static boolean isA(String kind, ContainerInfo container) {
        return kind.equals(container.labels().get(Labels.KIND));
    }

    /** Returns the names of everything that a cluster has in the engine. */
    public List<String> names(ClusterName name) {
        var label = Map.of(Labels.CLUSTER, name.value());
        var names = new ArrayList<String>();
        engine.listContainers(label).stream().map(ContainerInfo::name).forEach(names::add);
        engine.listNetworks(label).stream().map(NetworkInfo::name).forEach(names::add);
        engine.listVolumes(label).stream().map(VolumeInfo::name).forEach(names::add);
        return names;
    }

    /**
     * Removes everything that a cluster has in the engine, the marker of its creation last.
     *
     * @return whether there was anything
     */
    boolean remove(ClusterName name) {
        var label = Map.of(Labels.CLUSTER, name.value());
        var volumes = tasks.start(() -> volumes(name));
        var networks = engine.listNetworks(label);
        new LocalRegistries(engine).disconnectAll(networks);
        var containers = engine.listContainers(label);
        var removals = containers.stream().<Runnable>map(one -> () -> engine.removeContainer(one.id()));
        var ofNetworks = networks.stream().<Runnable>map(one -> () -> engine.removeNetwork(one.id()));
        if (leave(networks, containers)) {
            tasks.all(Stream.concat(removals, ofNetworks).toList(), Runnable::run);
        } else {
            tasks.all(removals.toList(), Runnable::run);
            tasks.all(ofNetworks.toList(), Runnable::run);
        }
        var markers = Tasks.await(volumes).stream()
                .filter(volume -> Labels.KIND_CREATING.equals(volume.labels().get(Labels.KIND)))
                .toList();
        var others = Tasks.await(volumes).stream()
                .filter(volume -> !markers.contains(volume))
                .toList();
        tasks.all(others, volume -> engine.removeVolume(volume.name()));
        markers.forEach(volume -> engine.removeVolume(volume.name()));
        return !containers.isEmpty()
                || !networks.isEmpty()
                || !Tasks.await(volumes).isEmpty();
    }

    /**
     * Has containers that run leave their networks, which can be removed beside them then: either takes a while. Those that have ended are in none.
     *
     * @return whether nobody is left in the networks
     */
    private boolean leave(List<NetworkInfo> networks, List<ContainerInfo> containers) {
        if (!containers.stream()
                .allMatch(one -> one.state() == State.RUNNING || one.state().isAtRest())) {
            return false;
        }
        var running =
                containers.stream().filter(one -> one.state() == State.RUNNING).toList();
        tasks.all(running, one -> networks.forEach(network -> engine.disconnectNetwork(network.id(), one.id())));
        return true;
    }

    private List<VolumeInfo> volumes(ClusterName name) {
        return engine.listVolumes(Map.of()).stream()
                .filter(volume -> name.value().equals(volume.labels().get(Labels.CLUSTER)) || isOrphan(volume, name))
                .toList();
    }

    /** Removes volumes that {@link #names} does not know: a new node must not find an old one's data. */
    void removeOrphans(ClusterName name) {
        engine.listVolumes(Map.of()).stream()
                .filter(volume -> isOrphan(volume, name))
                .forEach(volume -> engine.removeVolume(volume.name()));
    }

    /** Docker writes a volume's labels after the volume: when it is killed in between, the volume comes back with its name only. */
    private static boolean isOrphan(VolumeInfo volume, ClusterName name) {
        var pattern =
                "minik-creating-%1$s|%1$s-(control-plane|worker|etcd)\\d*-var".formatted(Pattern.quote(name.value()));
        return volume.labels().isEmpty() && volume.name().matches(pattern);
    }
}
