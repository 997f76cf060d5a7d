package dev.minik.image;

import java.nio.file.Path;

/** Where Kubernetes' programs come from. */
public sealed interface KubernetesSource {
    /** The first of {@link Release} and {@link GoModules} that can be reached. */
    record Auto() implements KubernetesSource {}

    /** The official release, downloaded and checked against its published digests. */
    record Release() implements KubernetesSource {}

    /** Compiled from the Go module of Kubernetes, where only a Go module proxy can be reached. */
    record GoModules() implements KubernetesSource {}

    /** A local build: a directory with the programs somewhere below it, or a server tarball. */
    record Local(Path path) implements KubernetesSource {}

    /** Reads {@code auto}, {@code release}, {@code go-modules} or, with a slash or a dot in it, a path. */
    static KubernetesSource parse(String text) {
        return switch (text) {
            case "auto" -> new Auto();
            case "release" -> new Release();
            case "go-modules" -> new GoModules();
            default -> {
                if (!text.contains("/") && !text.contains(".")) {
                    throw new IllegalArgumentException(
                            "'%s' is not auto, release, go-modules or a path such as ./_output".formatted(text));
                }
                yield new Local(Path.of(text));
            }
        };
    }
}
