package dev.minik.cli.real;

import dev.minik.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Container images in a directory.
 *
 * @param manifests the images' manifests by the images' full names
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image layout</a>
 */
record ImageLayout(Path directory, Map<String, Manifest> manifests) {
    private static final String EXPORT = """
            containerd >/tmp/containerd.log 2>&1 &
            timeout 60 bash -c 'until ctr version >/dev/null 2>&1; do sleep 0.1; done'
            ctr -n k8s.io images export - $(ctr -n k8s.io images ls -q | grep -v ^sha256:) | tar -xC /images
            """;

    /** What an index tells of a manifest. */
    record Manifest(String digest, String mediaType) {}

    ImageLayout {
        manifests = Map.copyOf(manifests);
    }

    /** Exports all images of a node image that holds their layers. */
    static ImageLayout export(Shell shell, String nodeImage, Path directory) throws IOException {
        Files.createDirectories(directory);
        shell.run(
                        "docker",
                        "run",
                        "--rm",
                        "--privileged",
                        "--network=none",
                        "--volume=" + directory + ":/images",
                        "--entrypoint=bash",
                        nodeImage,
                        "-euo",
                        "pipefail",
                        "-c",
                        EXPORT)
                .ok();
        var manifests = new TreeMap<String, Manifest>();
        for (var entry : (List<?>) in(Yaml.load(Files.readString(directory.resolve("index.json"))), "manifests")) {
            manifests.put(
                    String.valueOf(in(in(entry, "annotations"), "io.containerd.image.name")),
                    new Manifest(String.valueOf(in(entry, "digest")), String.valueOf(in(entry, "mediaType"))));
        }
        return new ImageLayout(directory, manifests);
    }

    private static Object in(@Nullable Object mapping, String key) {
        return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(mapping)).get(key), key);
    }

    /** Returns these images, and those of a registry under other names too: {@code FROM/path/name:tag} as {@code TO/name:tag}. */
    ImageLayout andCopies(String from, String to) {
        var all = new TreeMap<>(manifests);
        manifests.forEach((name, manifest) -> {
            if (name.startsWith(from + "/")) {
                all.put(to + name.substring(name.lastIndexOf('/')), manifest);
            }
        });
        return new ImageLayout(directory, all);
    }

    /** Returns the file of a digest. */
    Optional<Path> blob(String digest) {
        return Optional.of(digest)
                .filter(text -> text.matches("sha256:[0-9a-f]{64}"))
                .map(text -> directory.resolve("blobs").resolve(text.replace(':', '/')))
                .filter(Files::isRegularFile);
    }
}
