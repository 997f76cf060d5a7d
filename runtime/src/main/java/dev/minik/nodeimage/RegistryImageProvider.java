package dev.minik.nodeimage;

import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.progress.Progress;

/** Has images of registries: minik's own is made where it is missing. */
public interface RegistryImageProvider {
    /** Returns the name of minik's own image. */
    String ownName();

    /**
     * Makes sure that the engine has an image and returns it: minik's own is built, others are pulled.
     *
     * @throws dev.minik.error.MinikException when it can be neither built nor pulled
     */
    ImageInfo provide(Engine engine, String imageName, Progress progress);
}
