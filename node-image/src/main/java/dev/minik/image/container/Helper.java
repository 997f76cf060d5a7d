package dev.minik.image.container;

import dev.minik.cluster.Tasks;
import dev.minik.digest.Sha256;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.Mount;
import dev.minik.model.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container that runs nothing of its own, in which a step of the build does its work. It is removed when closed. */
public final class Helper implements AutoCloseable {
    private static final String BUILDER = "dev.minik/builder";

    private final Engine engine;
    private final String id;
    private final Optional<Mount.Volume> volume;

    private Helper(Engine engine, String id, Optional<Mount.Volume> volume) {
        this.engine = engine;
        this.id = id;
        this.volume = volume;
    }

    /**
     * How one builder's helpers are named and told from others'.
     *
     * @param builder identifies the cache whose lock the builder holds, so that what carries it is left over
     * @param prefix begins the names of this run
     */
    public record Names(String builder, String prefix) {
        /** Returns how the helpers of who holds the lock of a cache are named. */
        public static Names of(Path cache) {
            var builder = Sha256.of(cache.toAbsolutePath().toString()).substring(0, 12);
            return new Names(builder, "minik-build-" + builder);
        }

        /** Returns the labels of everything that is made with these names. */
        public Map<String, String> labels() {
            return Map.of(Labels.KIND, Labels.KIND_HELPER, BUILDER, builder);
        }
    }

    /**
     * Starts a helper.
     *
     * @param network the network it joins
     * @param volumeAt where it has a volume, if it needs one
     */
    public static Helper start(Engine engine, Names names, String image, String network, Optional<String> volumeAt) {
        var name = name(names, image);
        return start(
                engine, names, image, network, name, volumeAt.map(target -> new Mount.Volume(name, target, false)));
    }

    /**
     * Starts a helper in no network, which has a volume with a copy of what its image has there.
     *
     * @param volumeAt where
     */
    public static Helper startWithContent(Engine engine, Names names, String image, String volumeAt) {
        var name = name(names, image);
        return start(engine, names, image, "none", name, Optional.of(new Mount.Volume(name, volumeAt, true)));
    }

    private static String name(Names names, String image) {
        return names.prefix() + "-" + image.replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static Helper start(
            Engine engine, Names names, String image, String network, String name, Optional<Mount.Volume> volume) {
        volume.ifPresent(mount -> engine.createVolume(mount.name(), names.labels()));
        var id = engine.createContainer(ContainerSpec.of(name, image)
                .hostname("builder")
                .entrypoint(List.of("sleep"))
                .command(List.of("infinity"))
                .labels(names.labels())
                .mounts(volume.<List<Mount>>map(List::of).orElse(List.of()))
                .network(network)
                .build());
        var helper = new Helper(engine, id, volume);
        try {
            engine.startContainer(id);
        } catch (RuntimeException e) {
            helper.close();
            throw e;
        }
        return helper;
    }

    /** Removes helpers and volumes that interrupted runs of the same builder left. */
    public static void removeLeftOver(Engine engine, Names names) {
        engine.listContainers(names.labels()).forEach(container -> engine.removeContainer(container.id()));
        engine.listVolumes(names.labels()).forEach(volume -> engine.removeVolume(volume.name()));
    }

    /** Returns the container's id. */
    public String id() {
        return id;
    }

    /** Runs a command in it. */
    public ExecResult exec(ExecSpec spec) {
        return engine.exec(id, spec);
    }

    /** Stops it; its files can still be copied. */
    public void stop() {
        engine.stopContainer(id, Duration.ZERO);
    }

    @Override
    public void close() {
        Tasks.cleanUp(() -> {
            engine.removeContainer(id);
            volume.ifPresent(mount -> engine.removeVolume(mount.name()));
        });
    }
}
