package dev.minik.image;

import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.container.EngineImages;
import dev.minik.image.version.ComponentVersions;
import dev.minik.model.KubernetesVersion;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.progress.Progress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Provides node images: our own are built where they are missing, others are pulled. */
public final class BuiltNodeImages implements NodeImageProvider {
    /** The name of our own images. Nobody owns it in public, so it is never pulled. */
    public static final String REPOSITORY = "localhost/minik-node";

    private final NodeImageBuilder builder;
    private final Supplier<List<ComponentVersions>> known;

    /** Builds with {@code builder} those versions that are {@code known}, which only a build asks for. */
    public BuiltNodeImages(NodeImageBuilder builder, Supplier<List<ComponentVersions>> known) {
        this.builder = builder;
        this.known = known;
    }

    @Override
    public String nameFor(KubernetesVersion version) {
        return REPOSITORY + ":" + version;
    }

    @Override
    public ImageInfo provide(Engine engine, String imageName, Progress progress) {
        return engine.findImage(imageName).orElseGet(() -> {
            if (imageName.startsWith(REPOSITORY + ":")) {
                return build(engine, imageName, progress);
            }
            return new EngineImages(engine, progress)
                    .pull(imageName, "node image", "leave --image out to have an image built");
        });
    }

    private ImageInfo build(Engine engine, String imageName, Progress progress) {
        var versions = versions(imageName.substring(REPOSITORY.length() + 1))
                .orElseThrow(() -> MinikException.of(
                        ExitCode.EXISTS_OR_NOT_FOUND,
                        "there is no image %s, and minik does not know how to build it".formatted(imageName),
                        "Known versions: %s; an image of another one can be named with --image"
                                .formatted(known.get().stream()
                                        .map(each -> each.kubernetes().toString())
                                        .collect(Collectors.joining(", ")))));
        progress.notice(
                "The node image %s is not there yet and is built now, once: a minute where Kubernetes can be downloaded, up to ten where it is compiled"
                        .formatted(imageName));
        return builder.build(engine, new BuildRequest(versions, new KubernetesSource.Auto(), imageName), progress);
    }

    private Optional<ComponentVersions> versions(String tag) {
        return known.get().stream()
                .filter(each -> each.kubernetes().toString().equals(tag))
                .findFirst();
    }
}
