package dev.minik.cli.command;

import dev.minik.cluster.Clusters;
import dev.minik.cluster.Clusters.ClusterSummary;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deletes clusters one after the other and tells about each. */
final class Deletion {
    private final Context context;
    private final Optional<Path> kubeconfig;

    Deletion(Context context, Optional<Path> kubeconfig) {
        this.context = context;
        this.kubeconfig = kubeconfig;
    }

    /** Deletes all clusters there are. */
    void all() {
        var clusters = open();
        var names = clusters.list().stream()
                .map(ClusterSummary::name)
                .map(ClusterName::new)
                .toList();
        if (names.isEmpty()) {
            context.say("No clusters found.");
        }
        delete(clusters, names);
    }

    /** Deletes clusters by name; those that do not exist are no failure. */
    void named(List<ClusterName> names) {
        delete(open(), names);
    }

    private Clusters open() {
        context.cleansUpWhenInterrupted();
        var clusters = context.services().clusters();
        clusters.sweep();
        return clusters;
    }

    /** One that cannot be deleted does not keep the others; the first failure is the command's. */
    private void delete(Clusters clusters, List<ClusterName> names) {
        @Nullable MinikException first = null;
        for (var name : names) {
            try {
                var deleted = clusters.delete(name, kubeconfig);
                context.say(
                        deleted
                                ? "Deleted cluster \"%s\".".formatted(name)
                                : "There is no cluster \"%s\": nothing to delete.".formatted(name));
            } catch (MinikException e) {
                if (Thread.currentThread().isInterrupted() || names.size() == 1) {
                    throw e;
                }
                context.say("Cannot delete cluster \"%s\": %s".formatted(name, e.message()));
                if (first == null) {
                    first = e;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
