package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
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
        var containers = engine.listContainers(label);
        var remaining = tasks.start(() -> remaining(name)); // removing containers takes a while
        tasks.all(containers, container -> engine.removeContainer(container.id()));
        var networks = Tasks.await(remaining).networks();
        var volumes = Tasks.await(remaining).volumes();
        var markers = volumes.stream()
                .filter(volume -> Labels.KIND_CREATING.equals(volume.labels().get(Labels.KIND)))
                .toList();
        Stream<Runnable> others = Stream.concat(
                networks.stream().map(network -> () -> engine.removeNetwork(network.id())),
                volumes.stream()
                        .filter(volume -> !markers.contains(volume))
                        .map(volume -> () -> engine.removeVolume(volume.name())));
        tasks.all(others.toList(), Runnable::run);
        markers.forEach(volume -> engine.removeVolume(volume.name()));
        return !containers.isEmpty() || !networks.isEmpty() || !volumes.isEmpty();
    }

    /** What a cluster has beside its containers. */
    private record Remaining(List<NetworkInfo> networks, List<VolumeInfo> volumes) {}

    /** Finds what is to be removed after the containers, and leaves nobody else in the networks. */
    private Remaining remaining(ClusterName name) {
        var networks = engine.listNetworks(Map.of(Labels.CLUSTER, name.value()));
        new LocalRegistries(engine).disconnectAll(networks);
        var volumes = engine.listVolumes(Map.of()).stream()
                .filter(volume -> name.value().equals(volume.labels().get(Labels.CLUSTER)) || isOrphan(volume, name))
                .toList();
        return new Remaining(networks, volumes);
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
