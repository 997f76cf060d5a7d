package dev.minik.image.program;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import dev.minik.image.graph.StepGraph;
import dev.minik.model.KubernetesVersion;
import dev.minik.progress.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Kubernetes as released: the programs of <a href="https://kubernetes.io/releases/download/#binaries">the download
 * page</a>, each checked against the digest published beside it.
 */
public final class KubernetesFromRelease implements Kubernetes {
    private static final int RECIPE = 1;

    private final KubernetesVersion version;
    private final String architecture;
    private final Downloader downloader;
    private final BuildCache cache;

    /** Downloads {@code version} for {@code architecture}. */
    public KubernetesFromRelease(
            KubernetesVersion version, String architecture, Downloader downloader, BuildCache cache) {
        this.version = version;
        this.architecture = architecture;
        this.downloader = downloader;
        this.cache = cache;
    }

    /** Returns whether the release can be downloaded from here, asking for at most a few seconds. */
    public boolean isReachable() {
        return downloader.isThere(path("kubeadm") + ".sha256");
    }

    @Override
    public EntryKey key() {
        return Inputs.ofRecipe(RECIPE)
                .with("release", version.toString())
                .with("architecture", architecture)
                .key("kubernetes");
    }

    @Override
    public CacheEntry provide(Progress progress) {
        return cache.get(
                key(),
                target -> progress.step(
                        "kubernetes",
                        "Downloading Kubernetes " + version,
                        Optional.of(Duration.ofMinutes(1)),
                        () -> download(target)));
    }

    private boolean download(Path target) {
        var downloads = new StepGraph();
        for (var program : Kubernetes.programs()) {
            downloads.add(program, () -> downloader.download(path(program), target.resolve(program)));
        }
        try {
            downloads.run();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MinikException.of(
                    ExitCode.INTERRUPTED, "the download was interrupted", "Run the command again: it continues");
        }
    }

    private String path(String program) {
        return "%s/bin/linux/%s/%s".formatted(version, architecture, program);
    }
}
