package dev.minik.cluster;

import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.model.KubernetesVersion;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.progress.Progress;

/** Node images for tests: one for all versions, {@code node:1}, which the engine has already. */
final class PresentNodeImages implements NodeImageProvider {
    @Override
    public String nameFor(KubernetesVersion version) {
        return "node:1";
    }

    @Override
    public ImageInfo provide(Engine on, String name, Progress progress) {
        return on.findImage(name).orElseThrow();
    }
}
