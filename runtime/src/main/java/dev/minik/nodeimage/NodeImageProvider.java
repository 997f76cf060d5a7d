package dev.minik.nodeimage;

import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.model.KubernetesVersion;
import dev.minik.progress.Progress;

/** Provides node images; implemented by the module that builds them, so that nobody else depends on it. */
public interface NodeImageProvider {
    /** Returns the name of the image for a Kubernetes version, such as {@code localhost/minik-node:v1.37.0}. */
    String nameFor(KubernetesVersion version);

    /**
     * Returns the image of that name, and first builds or pulls it when the engine lacks it; says so before, through
     * {@code progress}. Fails with {@link dev.minik.error.MinikException} when it can be neither built nor pulled.
     */
    ImageInfo provide(Engine engine, String imageName, Progress progress);
}
