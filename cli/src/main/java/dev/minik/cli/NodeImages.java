package dev.minik.cli;

import dev.minik.cli.port.ImageBuilds;
import dev.minik.engine.Engine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.BuildRequest;
import dev.minik.image.BuildSettings;
import dev.minik.image.BuiltNodeImages;
import dev.minik.image.KubernetesSource;
import dev.minik.image.NodeImageBuilder;
import dev.minik.image.added.AddedImages;
import dev.minik.image.added.ImageAdder;
import dev.minik.image.version.ComponentVersions;
import dev.minik.model.KubernetesVersion;
import dev.minik.progress.Progress;
import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Builds node images of the versions in the catalogue. */
final class NodeImages implements ImageBuilds {
    private final Supplier<Engine> engine;
    private final NodeImageBuilder builder;
    private final BuildSettings settings;
    private final Progress progress;
    private final KubernetesCatalogue catalogue = KubernetesCatalogue.load();

    NodeImages(Supplier<Engine> engine, NodeImageBuilder builder, BuildSettings settings, Progress progress) {
        this.engine = engine;
        this.settings = settings;
        this.builder = builder;
        this.progress = progress;
    }

    @Override
    public String build(Request request) {
        var version = request.version().orElse(catalogue.defaultRelease().version());
        var release = catalogue.get(version).orElseThrow(() -> unknown(version));
        var name = request.image().orElse(BuiltNodeImages.REPOSITORY + ":" + version);
        builder.build(
                engine.get(),
                new BuildRequest(ComponentVersions.of(catalogue, release), source(request.source()), name),
                progress);
        return name;
    }

    @Override
    public String add(Addition addition) {
        var provider = new BuiltNodeImages(builder, () -> ComponentVersions.all(catalogue));
        var base = addition.base()
                .orElseGet(() -> provider.nameFor(
                        addition.version().orElse(catalogue.defaultRelease().version())));
        var archives = addition.images().stream()
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();
        var images = addition.images().stream()
                .filter(name -> !Files.isRegularFile(Path.of(name)))
                .toList();
        return new ImageAdder(settings, provider)
                .add(engine.get(), new AddedImages(base, images, archives, addition.image()), progress);
    }

    private MinikException unknown(KubernetesVersion version) {
        return MinikException.of(
                ExitCode.USAGE,
                "Kubernetes %s is not among the supported versions".formatted(version),
                "choose one of "
                        + catalogue.supported().stream()
                                .map(release -> release.version().toString())
                                .collect(Collectors.joining(", ")));
    }

    private static KubernetesSource source(Source source) {
        if (source instanceof Source.Local local) {
            return new KubernetesSource.Local(local.path());
        }
        if (source instanceof Source.Release) {
            return new KubernetesSource.Release();
        }
        return source instanceof Source.GoModules ? new KubernetesSource.GoModules() : new KubernetesSource.Auto();
    }
}
