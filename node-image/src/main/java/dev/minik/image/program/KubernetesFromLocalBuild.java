package dev.minik.image.program;

import dev.minik.archive.TarReader;
import dev.minik.digest.Sha256;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Kubernetes as someone built it: the output directory of its repository, a plain directory of programs, or a server tarball. */
public final class KubernetesFromLocalBuild implements Kubernetes {
    private static final int RECIPE = 1;
    private static final String REMEDY = "Name a directory with %s, or a kubernetes-server-linux-*.tar.gz"
            .formatted(String.join(", ", Kubernetes.programs()));

    private final Path path;
    private final String architecture;
    private final BuildCache cache;

    /** Takes the programs for {@code architecture} from {@code path}. */
    public KubernetesFromLocalBuild(Path path, String architecture, BuildCache cache) {
        this.path = path;
        this.architecture = architecture;
        this.cache = cache;
    }

    @Override
    public EntryKey key() {
        var inputs = Inputs.ofRecipe(RECIPE);
        if (isTarball()) {
            return inputs.with("tarball", Sha256.of(path)).key("kubernetes");
        }
        var directory = directory();
        for (var program : Kubernetes.programs()) {
            inputs = inputs.with(program, Sha256.of(directory.resolve(program)));
        }
        return inputs.key("kubernetes");
    }

    @Override
    public CacheEntry provide(Progress progress) {
        return cache.get(
                key(),
                target -> progress.step("kubernetes", "Taking Kubernetes from " + path, Optional.empty(), () -> {
                    try {
                        if (isTarball()) {
                            unpack(target);
                        } else {
                            copy(directory(), target);
                        }
                        return true;
                    } catch (IOException e) {
                        throw unusable("cannot read it: " + e.getMessage()).causedBy(e);
                    }
                }));
    }

    private boolean isTarball() {
        return Files.isRegularFile(path);
    }

    private void unpack(Path target) throws IOException {
        var missing = new ArrayList<>(Kubernetes.programs());
        try (InputStream file = Files.newInputStream(path);
                var archive = new GZIPInputStream(file, 1 << 16)) {
            TarReader.read(archive, (entry, content) -> {
                var name = entry.name().substring(entry.name().lastIndexOf('/') + 1);
                if (entry.name().endsWith("server/bin/" + name) && missing.remove(name)) {
                    Files.copy(content, target.resolve(name));
                }
            });
        }
        if (!missing.isEmpty()) {
            throw unusable("it holds no server/bin/" + String.join(", ", missing));
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        for (var program : Kubernetes.programs()) {
            Files.copy(source.resolve(program), target.resolve(program));
        }
    }

    private Path directory() {
        var candidates = List.of(
                path,
                path.resolve("_output/dockerized/bin/linux/" + architecture),
                path.resolve("_output/local/bin/linux/" + architecture),
                path.resolve("_output/bin"),
                path.resolve("dockerized/bin/linux/" + architecture),
                path.resolve("kubernetes/server/bin"),
                path.resolve("server/bin"));
        for (var candidate : candidates) {
            if (Files.isRegularFile(candidate.resolve("kubelet"))) {
                var missing = Kubernetes.programs().stream()
                        .filter(program -> !Files.isRegularFile(candidate.resolve(program)))
                        .toList();
                if (missing.isEmpty()) {
                    return candidate;
                }
                throw unusable("%s lacks %s".formatted(candidate, String.join(", ", missing)));
            }
        }
        throw unusable("it holds no kubelet for linux/" + architecture);
    }

    private MinikException unusable(String reason) {
        return MinikException.of(
                ExitCode.EXISTS_OR_NOT_FOUND, "cannot take Kubernetes from %s: %s".formatted(path, reason), REMEDY);
    }
}
