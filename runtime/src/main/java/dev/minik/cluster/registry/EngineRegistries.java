package dev.minik.cluster.registry;

import dev.minik.cluster.ClusterParts;
import dev.minik.config.RegistryConfig;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.Engine;
import dev.minik.engine.VolumeInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.model.RegistryName;
import dev.minik.nodeimage.RegistryImageProvider;
import dev.minik.registry.LocalRegistries;
import dev.minik.registry.LocalRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The registries of one engine. */
public final class EngineRegistries implements Registries {
    private final ClusterParts parts;
    private final Engine engine;
    private final LocalRegistries local;
    private final RegistryCreator creator;
    private final ClusterWiring wiring;

    /** Puts the parts together; asks the engine nothing yet. */
    public EngineRegistries(ClusterParts parts, RegistryImageProvider images) {
        this.parts = parts;
        engine = parts.engine();
        local = new LocalRegistries(engine);
        creator = new RegistryCreator(parts, images);
        wiring = new ClusterWiring(parts);
    }

    @Override
    public Created create(Wanted wanted) {
        return parts.locked(wanted.name(), () -> {
            wanted.clusters().forEach(parts::nodesOf);
            var made = creator.ensure(wanted);
            var registry = local.find(wanted.name()).orElseThrow();
            wanted.clusters()
                    .forEach(cluster -> parts.locked(cluster, () -> {
                        wiring.connect(cluster, registry);
                        return true;
                    }));
            return new Created(summary(registry), made);
        });
    }

    @Override
    public boolean delete(RegistryName name, DeleteOptions options) {
        return parts.locked(name, () -> {
            var registry = local.find(name);
            registry.ifPresent(one -> release(one, options));
            var volumes =
                    engine
                            .listVolumes(Map.of(Labels.KIND, Labels.KIND_REGISTRY, Labels.REGISTRY, name.value()))
                            .stream()
                            .map(VolumeInfo::name)
                            .toList();
            if (!options.keepData()) {
                volumes.forEach(engine::removeVolume);
            }
            return registry.isPresent() || (!volumes.isEmpty() && !options.keepData());
        });
    }

    private void release(LocalRegistry registry, DeleteOptions options) {
        var clusters = local.clustersOf(registry);
        if (!clusters.isEmpty() && !options.force()) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "registry '%s' is used by %s"
                            .formatted(
                                    registry.name(),
                                    clusters.stream()
                                            .map(name -> "cluster '%s'".formatted(name))
                                            .collect(Collectors.joining(", "))),
                    "delete that first, or give --force: its nodes pull no more from here then");
        }
        parts.progress().run("delete", "Deleting registry '%s'".formatted(registry.name()), () -> {
            clusters.forEach(cluster -> parts.locked(cluster, () -> {
                wiring.disconnect(cluster, registry);
                return true;
            }));
            engine.removeContainer(registry.container().id());
        });
    }

    @Override
    public List<RegistrySummary> list() {
        return ClusterParts.asUserSees(
                () -> local.list().stream().map(this::summary).toList());
    }

    @Override
    public boolean setRegistries(ClusterName cluster, List<RegistryConfig> registries, List<RegistryName> names) {
        return parts.locked(cluster, () -> wiring.set(cluster, registries, names));
    }

    private RegistrySummary summary(LocalRegistry registry) {
        return new RegistrySummary(
                registry.name().value(),
                state(registry.container()),
                registry.facts().host(),
                registry.facts().inside(),
                registry.facts().upstream().orElse(""),
                local.clustersOf(registry).stream().map(ClusterName::value).toList(),
                registry.image());
    }

    private static String state(ContainerInfo container) {
        return Optional.of(container.state())
                .filter(state -> state != State.EXITED && state != State.CREATED)
                .map(state -> state.name().toLowerCase(Locale.ROOT))
                .orElse("stopped");
    }
}
