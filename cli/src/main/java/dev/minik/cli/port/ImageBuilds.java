package dev.minik.cli.port;

import dev.minik.model.KubernetesVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Builds node images. */
public interface ImageBuilds {
    /**
     * Builds a node image and loads it into the engine.
     *
     * @return the image's name in the engine
     */
    String build(Request request);

    /**
     * What to build.
     *
     * @param version the Kubernetes version; empty for the default one, or for what the source holds
     * @param source where Kubernetes comes from
     * @param image the image's name; empty for the one that belongs to the version
     */
    record Request(Optional<KubernetesVersion> version, Source source, Optional<String> image) {}

    /**
     * Adds container images to a node image that there is, or that is built first.
     *
     * @return the new image's name in the engine
     */
    String add(Addition addition);

    /**
     * What to add, and to what.
     *
     * @param version the Kubernetes version whose node image is the base; empty for the default one
     * @param base the name of the base; empty for the node image of the version
     * @param images names of images that the engine has, and paths of archives
     * @param image the new image's name; empty for one that is made of its content
     */
    record Addition(
            Optional<KubernetesVersion> version, Optional<String> base, List<String> images, Optional<String> image) {
        /** Copies the list. */
        public Addition {
            images = List.copyOf(images);
        }
    }

    /** Where Kubernetes comes from. */
    sealed interface Source {
        /** Returns the source of that word; any other word is a path. */
        static Source parse(String text) {
            return switch (text) {
                case "auto" -> new Auto();
                case "release" -> new Release();
                case "go-modules" -> new GoModules();
                default -> new Local(Path.of(text));
            };
        }

        /** The first of the others that can be reached. */
        record Auto() implements Source {}

        /** An official release, downloaded. */
        record Release() implements Source {}

        /** Compiled from Go modules. */
        record GoModules() implements Source {}

        /** A local build: a directory or a tarball. */
        record Local(Path path) implements Source {}
    }
}
