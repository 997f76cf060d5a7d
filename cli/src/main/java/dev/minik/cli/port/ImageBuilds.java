package dev.minik.cli.port;

import dev.minik.model.KubernetesVersion;
import java.nio.file.Path;
import java.util.Optional;

/** Builds node images. */
@FunctionalInterface
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
