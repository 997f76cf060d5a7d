package dev.minik.image.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The kind that images are tried with, as released: installed once into the build directory by the Go toolchain. */
final class KindProgram {
    private static final String VERSION = "v0.33.0";

    private KindProgram() {}

    /** Returns kind, which writes to the kubeconfig given. */
    static Tool writingTo(Path kubeconfig) {
        var directory = Path.of("target", "kind-" + VERSION).toAbsolutePath();
        var program = directory.resolve("kind");
        if (!Files.isExecutable(program)) {
            new Tool("go", Map.of("GOBIN", directory.toString())).run("install", "sigs.k8s.io/kind@" + VERSION);
        }
        return new Tool(program.toString(), Map.of("KUBECONFIG", kubeconfig.toString()));
    }
}
