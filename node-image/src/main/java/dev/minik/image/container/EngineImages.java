package dev.minik.image.container;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Labels;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Brings images into an engine, and takes ours out that they replace. */
public final class EngineImages {
    private final Engine engine;
    private final Progress progress;

    /** Works in {@code engine} and tells {@code progress} how far it is. */
    public EngineImages(Engine engine, Progress progress) {
        this.engine = engine;
        this.progress = progress;
    }

    /**
     * Pulls an image.
     *
     * @param what it is for the user
     * @param instead what the user may do instead of naming it
     * @throws MinikException {@link ExitCode#EXISTS_OR_NOT_FOUND} if it cannot be pulled
     */
    public ImageInfo pull(String imageName, String what, String instead) {
        return progress.step("pull-image", "Pulling " + imageName, () -> {
            try {
                engine.pullImage(imageName, status -> progress.detail("pull-image", status));
            } catch (EngineException e) {
                throw MinikException.of(
                                ExitCode.EXISTS_OR_NOT_FOUND,
                                "cannot pull the %s %s: %s".formatted(what, imageName, e.getMessage()),
                                "Check its name and the network, or " + instead)
                        .causedBy(e);
            }
            return engine.findImage(imageName)
                    .orElseThrow(() -> MinikException.of(
                            ExitCode.FAILED, "the engine has pulled %s but lacks it".formatted(imageName), ""));
        });
    }

    /** Loads an image that was made here. */
    public ImageInfo load(ContainerImage image) {
        try {
            Piped.transfer(out -> new ImageArchive().write(List.of(image), out), engine::loadImage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return engine.findImage(image.name())
                .orElseThrow(() -> new IllegalStateException("the engine has loaded no " + image.name()));
    }

    /** Removes an image of ours that has lost its last name, unless a cluster still runs on it. */
    public void removeIfUnused(ImageInfo image) {
        var now = engine.findImage(image.id());
        if (now.isPresent() && now.get().tags().isEmpty() && image.labels().containsKey(Labels.IMAGE_INPUTS)) {
            try {
                engine.removeImage(image.id());
            } catch (EngineException e) {
                progress.detail("load", "The replaced image %s stays: %s".formatted(image.id(), e.getMessage()));
            }
        }
    }
}
