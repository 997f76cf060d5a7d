package dev.minik.cluster;

import dev.minik.model.ClusterName;
import dev.minik.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Removes clusters, whole ones and the remains of unfinished ones. */
final class ClusterRemover {
    private final Resources resources;
    private final ClusterAccess access;
    private final Creations creations;
    private final Tasks tasks;
    private final Progress progress;

    ClusterRemover(Resources resources, ClusterAccess access, Creations creations, Tasks tasks, Progress progress) {
        this.resources = resources;
        this.access = access;
        this.creations = creations;
        this.tasks = tasks;
        this.progress = progress;
    }

    /** Removes a cluster and its kubeconfig entries; returns whether there was anything in the engine. */
    boolean remove(ClusterName name, Optional<Path> kubeconfig) {
        return progress.step("delete", "Deleting cluster '%s'".formatted(name), () -> {
            var removed = new AtomicBoolean();
            List<Runnable> both =
                    List.of(() -> removed.set(resources.remove(name)), () -> access.forget(name, kubeconfig));
            tasks.all(both, Runnable::run);
            return removed.get();
        });
    }

    /** Removes a creation whose process is gone, if it is still there; returns whether it was. */
    boolean removeAbandoned(ClusterName name) {
        if (!creations.abandoned().contains(name)) {
            return false;
        }
        progress.notice(
                "Cluster '%s' was being created by a process that is gone; removing what it left".formatted(name));
        return remove(name, Optional.empty());
    }
}
