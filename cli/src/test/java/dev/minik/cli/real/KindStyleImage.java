package dev.minik.cli.real;

import dev.minik.cli.docs.MarkdownPage;
import dev.minik.release.KubernetesCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A node image in the style of kind's published ones, made of minik's for the default version: container images as content only, and
 * kind's own entrypoint, units and configuration of containerd, taken from kind's module.
 */
record KindStyleImage(Shell shell, String name) implements AutoCloseable {
    private static final String KIND = "sigs.k8s.io/kind@v0.33.0";
    private static final String DOCKERFILE = "kind-style.Dockerfile";

    /** Makes it; takes a minute, as all container images are packed. */
    static KindStyleImage make(Path directory) throws IOException {
        var image = new KindStyleImage(new Shell(directory), "localhost/minik-kind-style:test");
        image.close(); // what a test that was killed may have left is of another day
        try {
            image.build(directory);
        } catch (AssertionError | IOException e) {
            image.close();
            throw e;
        }
        return image;
    }

    private void build(Path directory) throws IOException {
        var own = "localhost/minik-node:"
                + KubernetesCatalogue.load().defaultRelease().version();
        shell.run(MarkdownPage.root().resolve("bench/content-only").toString(), own, contentOnly())
                .ok();
        try (var dockerfile = Objects.requireNonNull(KindStyleImage.class.getResourceAsStream(DOCKERFILE))) {
            Files.copy(dockerfile, directory.resolve("Dockerfile"));
        }
        copy(kindsBase(), directory.resolve("files"));
        shell.run("docker", "build", "--build-arg", "IMAGE=" + contentOnly(), "--tag", name, directory.toString())
                .ok();
    }

    /** Returns where the files of kind's base image lie. */
    private Path kindsBase() {
        shell.run("go", "mod", "download", KIND).ok();
        var modules = shell.run("go", "env", "GOMODCACHE").ok().stdout().strip();
        return Path.of(modules, KIND, "images/base/files");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            all.forEach(path -> {
                var target = to.resolve(from.relativize(path));
                try {
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(path, target);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private String contentOnly() {
        return name + "-content-only";
    }

    @Override
    public void close() {
        shell.run("docker", "image", "rm", name);
        shell.run("docker", "image", "rm", contentOnly());
    }
}
