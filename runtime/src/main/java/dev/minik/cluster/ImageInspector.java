package dev.minik.cluster;

import dev.minik.engine.ContainerFiles;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kubeadm.KubeadmConfig;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import dev.minik.plan.ImageFacts;
import java.util.List;
import java.util.Optional;

/** Finds out what the planner must know of a node image. What its label does not tell, a container that never starts gives out. */
final class ImageInspector {
    private static final int FILE_LIMIT = 256 * 1024;

    private final Engine engine;

    ImageInspector(Engine engine) {
        this.engine = engine;
    }

    /**
     * Returns the facts of an image.
     *
     * @param patched whether containerd's configuration is wanted, for patches
     * @param registries whether containerd must look for registries; minik's own images have it do so
     */
    ImageFacts facts(String reference, ImageInfo image, boolean patched, boolean registries) {
        var label = Optional.ofNullable(image.labels().get(Labels.KUBERNETES_VERSION));
        try {
            var version = label.orElseGet(
                    () -> file(image, "/kind/version").map(String::strip).orElseThrow(() -> notANodeImage(reference)));
            return supported(new ImageFacts(
                    reference,
                    image.id(),
                    KubernetesVersion.parse(version),
                    label.isPresent(),
                    patched || (registries && label.isEmpty())
                            ? Optional.of(file(image, "/etc/containerd/config.toml")
                                    .orElseThrow(() -> notANodeImage(reference)))
                            : Optional.empty()));
        } catch (IllegalArgumentException | EngineException e) {
            throw notANodeImage(reference).causedBy(e);
        }
    }

    private static ImageFacts supported(ImageFacts image) {
        if (!KubeadmConfig.isUnderstoodBy(image.kubernetesVersion())) {
            throw MinikException.of(
                    ExitCode.INVALID_CONFIG,
                    "image %s holds Kubernetes %s, which is too old for minik"
                            .formatted(image.reference(), image.kubernetesVersion()),
                    "name an image of Kubernetes v1.31 or newer");
        }
        return image;
    }

    private Optional<String> file(ImageInfo image, String path) {
        return new ImageGlance(engine)
                .at(image.id(), List.of(), container -> new ContainerFiles(engine).text(container, path, FILE_LIMIT));
    }

    private static MinikException notANodeImage(String reference) {
        return MinikException.of(
                ExitCode.INVALID_CONFIG,
                "%s is not a node image: it does not tell a Kubernetes version in /kind/version".formatted(reference),
                "make one with 'minik build node-image', or name a kindest/node image");
    }
}
