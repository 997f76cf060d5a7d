package dev.minik.image;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.container.Helper;
import dev.minik.model.Labels;
import dev.minik.process.CommandRunner;
import dev.minik.progress.Progress;
import java.util.Optional;

/**
 * Builds node images.
 *
 * <p>What an image is made of is known before anything is made ({@link NodeImagePlan}): an engine that has the image already is left alone,
 * and of the rest only what the cache lacks is made.
 */
public final class NodeImageBuilder {
    private final CommandRunner runner;
    private final BuildSettings settings;

    /** Builds with the programs of this host. */
    public NodeImageBuilder(CommandRunner runner, BuildSettings settings) {
        this.runner = runner;
        this.settings = settings;
    }

    /** Makes sure that the engine has the image that a request describes, and returns it. */
    public ImageInfo build(Engine engine, BuildRequest request, Progress progress) {
        settings.checkEngine(engine);
        var cache = new BuildCache(settings.cache());
        var plan = NodeImagePlan.of(request, settings, runner, cache);
        var present = present(engine, request, plan);
        if (present.isPresent()) {
            return present.get();
        }
        try {
            return cache.whileLocked(
                    () -> progress.notice("Another build is running; waiting for its end"),
                    // The build that was waited for may have been of the same image.
                    () -> present(engine, request, plan)
                            .orElseGet(() -> build(engine, request, plan, cache, progress)));
        } catch (EngineException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the engine failed while the node image was built: " + e.getMessage(),
                            e.kind() == EngineException.Kind.NO_SPACE
                                    ? "Free some 4 GB on the engine's disk, then run the command again"
                                    : "Run the command again: what was built already is kept")
                    .causedBy(e);
        }
    }

    private ImageInfo build(
            Engine engine, BuildRequest request, NodeImagePlan plan, BuildCache cache, Progress progress) {
        var names = Helper.Names.of(settings.cache());
        Helper.removeLeftOver(engine, names);
        return new NodeImageBuild(engine, runner, settings, cache, plan, names, progress).run(request.imageName());
    }

    private static Optional<ImageInfo> present(Engine engine, BuildRequest request, NodeImagePlan plan) {
        return engine.findImage(request.imageName())
                .filter(image -> plan.key().digest().equals(image.labels().get(Labels.IMAGE_INPUTS)));
    }
}
