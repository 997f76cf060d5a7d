package dev.minik.registry;

import dev.minik.engine.Engine;
import dev.minik.engine.NetworkInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.model.RegistryName;
import dev.minik.plan.RegistryFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the registries of minik's own, and connects them to networks of clusters. */
public final class LocalRegistries {
    private final Engine engine;

    /** Looks for registries in {@code engine}. */
    public LocalRegistries(Engine engine) {
        this.engine = engine;
    }

    /** Returns all registries, those that are not complete as well, by name. */
    public List<LocalRegistry> list() {
        return engine.listContainers(Map.of(Labels.KIND, Labels.KIND_REGISTRY, Labels.REGISTRY, "")).stream()
                .map(LocalRegistry::of)
                .sorted(Comparator.comparing(registry -> registry.name().value()))
                .toList();
    }

    /** Returns the registry of a name. */
    public Optional<LocalRegistry> find(RegistryName name) {
        return engine.listContainers(Map.of(Labels.KIND, Labels.KIND_REGISTRY, Labels.REGISTRY, name.value())).stream()
                .map(LocalRegistry::of)
                .findFirst();
    }

    /**
     * Returns what is known of registries that a cluster names; nothing is asked for none.
     *
     * @throws MinikException with {@link ExitCode#EXISTS_OR_NOT_FOUND} when one is not there
     */
    public List<RegistryFacts> require(List<RegistryName> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        var all = list();
        return names.stream()
                .map(name -> all.stream()
                        .filter(registry ->
                                registry.isComplete() && registry.name().equals(name))
                        .findFirst()
                        .map(LocalRegistry::facts)
                        .orElseThrow(() -> MinikException.of(
                                ExitCode.EXISTS_OR_NOT_FOUND,
                                "there is no registry '%s'".formatted(name),
                                "make it with 'minik create registry %s'; 'minik get registries' lists those that there are"
                                        .formatted(name))))
                .toList();
    }

    /** Connects a registry to the network of a cluster, and starts it where it does not run. */
    public void connect(RegistryName name, String network) {
        engine.connectNetwork(network, name.container());
        engine.startContainer(name.container());
    }

    /** Disconnects all registries from networks, which could not be removed otherwise. */
    public void disconnectAll(List<NetworkInfo> networks) {
        if (!networks.isEmpty()) {
            for (var registry : list()) {
                networks.forEach(network -> engine.disconnectNetwork(
                        network.id(), registry.container().id()));
            }
        }
    }

    /** Returns the clusters to whose networks a registry is connected, by name. */
    public List<ClusterName> clustersOf(LocalRegistry registry) {
        var connected = engine.networksOf(registry.container().id());
        return engine.listNetworks(Map.of(Labels.CLUSTER, "")).stream()
                .filter(network -> connected.contains(network.name()))
                .map(network -> network.labels().getOrDefault(Labels.CLUSTER, ""))
                .sorted()
                .map(ClusterName::new)
                .toList();
    }

    /** Returns the registries that are connected to a network of a cluster, by name. */
    public List<LocalRegistry> of(ClusterName cluster) {
        return list().stream()
                .filter(LocalRegistry::isComplete)
                .filter(registry -> clustersOf(registry).contains(cluster))
                .toList();
    }
}
