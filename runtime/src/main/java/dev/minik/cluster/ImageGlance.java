package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.Mount;
import dev.minik.model.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** A look at files of an image, by a container of it that is never started. */
public final class ImageGlance {
    private static final String PREFIX = "minik-glance-";
    /** No look takes as long; a command that was killed has left it. */
    private static final Duration OLD = Duration.ofMinutes(10);

    private final Engine engine;

    /** Makes looks by an engine. */
    public ImageGlance(Engine engine) {
        this.engine = engine;
    }

    /**
     * Returns what {@code look} finds.
     *
     * @param image the image's id
     * @param mounts what the container has besides
     * @param look is given the container's id
     */
    public <T> T at(String image, List<Mount> mounts, Function<String, T> look) {
        sweep();
        var container = engine.createContainer(ContainerSpec.of(PREFIX + UUID.randomUUID(), image)
                .hostname("glance")
                .entrypoint(List.of("never-started"))
                .labels(Map.of(Labels.KIND, Labels.KIND_HELPER))
                .mounts(mounts)
                .build());
        try {
            return look.apply(container);
        } finally {
            Tasks.cleanUp(() -> engine.removeContainer(container));
        }
    }

    private void sweep() {
        var others = engine.listContainers(Map.of(Labels.KIND, Labels.KIND_HELPER)).stream()
                .filter(one -> one.name().startsWith(PREFIX))
                .toList();
        if (!others.isEmpty()) { // hardly ever; the engine takes a while to tell the time
            var old = engine.now().minus(OLD).getEpochSecond();
            others.stream()
                    .filter(one -> one.created() < old)
                    .map(ContainerInfo::id)
                    .forEach(engine::removeContainer);
        }
    }
}
