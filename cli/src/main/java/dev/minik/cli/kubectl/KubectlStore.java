package dev.minik.cli.kubectl;

import dev.minik.cluster.Clusters;
import dev.minik.cluster.Clusters.ClusterSummary;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Keeps one kubectl per Kubernetes version, taken from a node image, so that client and cluster always match. */
public final class KubectlStore {
    private final Path directory;

    /** Makes a store in {@code cache}, minik's cache directory. */
    public KubectlStore(Path cache) {
        this.directory = cache.resolve("kubectl");
    }

    /** Returns the kubectl of a cluster, and first takes it from the cluster when it is not there yet. */
    public Path of(ClusterName name, Clusters clusters) {
        var kubectl = directory.resolve(version(name, clusters).toString()).resolve("kubectl");
        if (!Files.isExecutable(kubectl)) {
            try {
                take(name, clusters, kubectl);
            } catch (IOException e) {
                throw MinikException.of(
                                ExitCode.FAILED,
                                "cannot keep kubectl as %s: %s".formatted(kubectl, e.getMessage()),
                                "Make the directory writable, or set XDG_CACHE_HOME to one that is")
                        .causedBy(e);
            }
        }
        return kubectl;
    }

    /** Parsed, not taken as it is: what an engine's label says becomes part of a path. */
    private static KubernetesVersion version(ClusterName name, Clusters clusters) {
        var summary = clusters.list().stream()
                .filter(cluster -> cluster.name().equals(name.value()))
                .findFirst()
                .orElseThrow(() -> MinikException.of(
                        ExitCode.EXISTS_OR_NOT_FOUND,
                        "there is no cluster \"%s\"".formatted(name),
                        "See 'minik get clusters', or create it: minik create cluster " + name));
        return parsed(summary);
    }

    private static KubernetesVersion parsed(ClusterSummary summary) {
        try {
            return KubernetesVersion.parse(summary.kubernetesVersion());
        } catch (IllegalArgumentException e) {
            throw MinikException.of(
                            ExitCode.WRONG_STATE,
                            "the Kubernetes version of cluster \"%s\" is not known".formatted(summary.name()),
                            "Wait until the cluster is created, or use a kubectl of your own")
                    .causedBy(e);
        }
    }

    /** Written beside and renamed, so that nobody runs half a program, however many take it at once. */
    private static void take(ClusterName name, Clusters clusters, Path kubectl) throws IOException {
        var parent = Files.createDirectories(kubectl.toAbsolutePath().getParent());
        var unfinished = Files.createTempFile(parent, "kubectl-", ".part");
        try {
            try (var out = Files.newOutputStream(unfinished)) {
                clusters.copyKubectl(name, out);
            }
            if (Files.getFileAttributeView(unfinished, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Files.move(unfinished, kubectl, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
