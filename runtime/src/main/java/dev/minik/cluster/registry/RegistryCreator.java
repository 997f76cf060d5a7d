package dev.minik.cluster.registry;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.Tasks;
import dev.minik.cluster.registry.Registries.Upstream;
import dev.minik.cluster.registry.Registries.Wanted;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Labels;
import dev.minik.model.RegistryName;
import dev.minik.nodeimage.RegistryImageProvider;
import dev.minik.plan.RegistryFacts;
import dev.minik.progress.Progress;
import dev.minik.registry.LocalRegistries;
import dev.minik.registry.LocalRegistry;
import java.util.Map;

/** Makes registries, and finds out whether one that is there is the wanted one. The caller holds the lock of the registry. */
final class RegistryCreator {
    private final Engine engine;
    private final Progress progress;
    private final RegistryImageProvider images;
    private final Tasks tasks;
    private final LocalRegistries local;
    private final RegistryContainers containers;
    private final RegistryPorts ports;

    RegistryCreator(ClusterParts parts, RegistryImageProvider images) {
        engine = parts.engine();
        progress = parts.progress();
        this.images = images;
        tasks = parts.tasks();
        local = new LocalRegistries(engine);
        containers = new RegistryContainers(parts);
        ports = new RegistryPorts(engine, parts.random());
    }

    /**
     * Makes sure that a registry is there and runs.
     *
     * @return whether it was made
     */
    boolean ensure(Wanted wanted) {
        var present = local.find(wanted.name());
        if (present.filter(LocalRegistry::isComplete).isPresent()) {
            refuseOther(wanted, present.get());
            startIfStopped(present.get());
            return false;
        }
        refuseOtherData(wanted);
        var imageName = wanted.image().orElseGet(images::ownName);
        var image = images.provide(engine, imageName, progress);
        progress.run(
                "registry", "Starting registry '%s'".formatted(wanted.name()), () -> make(wanted, image, imageName));
        return true;
    }

    private void startIfStopped(LocalRegistry registry) {
        switch (registry.container().state()) {
            case RUNNING -> {}
            case PAUSED ->
                throw MinikException.of(
                        ExitCode.WRONG_STATE,
                        "registry '%s' is paused".formatted(registry.name()),
                        "have it go on: %s unpause %s"
                                .formatted(
                                        engine.info().command(), registry.name().container()));
            default ->
                progress.run("registry", "Starting registry '%s'".formatted(registry.name()), () -> {
                    try {
                        containers.start(registry.facts());
                    } catch (EngineException e) {
                        throw portTaken(e, registry.facts());
                    }
                });
        }
    }

    private void refuseOther(Wanted wanted, LocalRegistry present) {
        var facts = present.facts();
        var settings = RegistrySettings.of(wanted.upstream(), isOwn(present.image()));
        var port = wanted.port().orElse(0);
        if ((port > 0 && port != facts.port())
                || !settings.equals(containers.settings(present))
                || wanted.image()
                        .filter(image -> !image.equals(present.image()))
                        .isPresent()) {
            throw MinikException.of(
                    ExitCode.EXISTS_OR_NOT_FOUND,
                    "registry '%s' is there with other settings: %s, %s, image %s"
                            .formatted(
                                    facts.name(),
                                    facts.host(),
                                    facts.upstream()
                                            .map(url -> "a cache of " + url)
                                            .orElse("no cache"),
                                    present.image()),
                    "choose another name, or delete it first: 'minik delete registry %s --keep-data' keeps its images"
                            .formatted(facts.name()));
        }
    }

    /** Images that were kept are of use to a registry of the same kind only. */
    private void refuseOtherData(Wanted wanted) {
        var upstream = wanted.upstream().map(Upstream::url).orElse("");
        engine
                .listVolumes(Map.of(
                        Labels.KIND,
                        Labels.KIND_REGISTRY,
                        Labels.REGISTRY,
                        wanted.name().value()))
                .stream()
                .map(volume -> volume.labels().getOrDefault(Labels.UPSTREAM, ""))
                .filter(kept -> !kept.equals(upstream))
                .findFirst()
                .ifPresent(kept -> {
                    throw MinikException.of(
                            ExitCode.EXISTS_OR_NOT_FOUND,
                            "what was kept of registry '%s' are the images of %s"
                                    .formatted(
                                            wanted.name(),
                                            kept.isEmpty() ? "one that is no cache" : "a cache of " + kept),
                            "choose another name, or remove them: 'minik delete registry %s'".formatted(wanted.name()));
                });
    }

    private void make(Wanted wanted, ImageInfo image, String imageName) {
        var name = wanted.name();
        // a creation that was killed left it: it has never run
        local.find(name)
                .ifPresent(unfinished ->
                        engine.removeContainer(unfinished.container().id()));
        var kept = engine.listVolumes(Map.of(Labels.REGISTRY, name.value())).stream()
                .anyMatch(volume -> volume.name().equals(name.volume()));
        var settings = RegistrySettings.of(wanted.upstream(), isOwn(imageName));
        var upstream = wanted.upstream().map(Upstream::url);
        var candidates = ports.candidates(wanted.port(), upstream.isPresent());
        for (int i = 0; i < candidates.size(); i++) {
            var facts = new RegistryFacts(name, candidates.get(i), upstream);
            try {
                engine.createVolume(name.volume(), RegistryContainers.volumeLabels(facts));
                containers.make(facts, image, imageName, settings);
                return;
            } catch (EngineException e) {
                if (e.kind() == Kind.CONFLICT) {
                    throw nameTaken(name, e);
                }
                remove(name, kept);
                if (e.kind() != Kind.PORT_IN_USE || i == candidates.size() - 1) {
                    throw portTaken(e, facts);
                }
            } catch (MinikException e) {
                remove(name, kept);
                throw e;
            }
        }
    }

    private void remove(RegistryName name, boolean keepData) {
        tasks.undisturbed(() -> {
            engine.removeContainer(name.container());
            if (!keepData) {
                engine.removeVolume(name.volume());
            }
            return true;
        });
    }

    private boolean isOwn(String imageName) {
        var own = images.ownName();
        return imageName.startsWith(own.substring(0, own.lastIndexOf(':') + 1));
    }

    private MinikException nameTaken(RegistryName name, EngineException e) {
        return MinikException.of(
                        ExitCode.EXISTS_OR_NOT_FOUND,
                        "the engine already has a container '%s' that is not minik's".formatted(name.container()),
                        "remove it (%s rm -f %s), or choose another name"
                                .formatted(engine.info().command(), name.container()))
                .causedBy(e);
    }

    private static RuntimeException portTaken(EngineException e, RegistryFacts facts) {
        return e.kind() == Kind.PORT_IN_USE
                ? MinikException.of(
                                ExitCode.FAILED,
                                "port %d of 127.0.0.1 is already in use".formatted(facts.port()),
                                "end the program that listens there (ss -ltnp 'sport = :%d'), or make the registry with another --port; 0 is a free one"
                                        .formatted(facts.port()))
                        .causedBy(e)
                : e;
    }
}
