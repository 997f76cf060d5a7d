package dev.minik.cli.command;

import dev.minik.cli.option.ClusterSelection;
import dev.minik.cluster.Clusters;
import dev.minik.cluster.life.LifeCycle;
import dev.minik.cluster.life.LifeCycle.Outcome;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Stops, starts, freezes or thaws clusters one after the other and tells about each. */
final class LifeChanges {
    private final Context context;
    private final ClusterSelection selection;

    LifeChanges(Context context, ClusterSelection selection) {
        this.context = context;
        this.selection = selection;
    }

    /**
     * Changes the clusters that were selected. One that cannot be changed does not keep the others; the first failure is the command's.
     *
     * @param done what has happened to a cluster, such as {@code Stopped}
     * @param already what is said of one that needs nothing, such as {@code is stopped already}
     */
    void each(String done, String already, BiFunction<LifeCycle, ClusterName, Outcome> change) {
        var clusters = context.services().clusters();
        clusters.sweep();
        var names = selection.resolve(context.host(), () -> all(clusters));
        if (names.isEmpty()) {
            context.say("No clusters found.");
        }
        var life = context.services().lifeCycle();
        @Nullable MinikException first = null;
        for (var name : names) {
            try {
                var outcome = change.apply(life, name);
                context.say(
                        outcome.changed()
                                ? "%s cluster \"%s\" in %s.".formatted(done, name, seconds(outcome))
                                : "Cluster \"%s\" %s.".formatted(name, already));
            } catch (MinikException e) {
                if (Thread.currentThread().isInterrupted() || names.size() == 1) {
                    throw e;
                }
                context.say("Cluster \"%s\": %s".formatted(name, e.message()));
                if (first == null) {
                    first = e;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static List<ClusterName> all(Clusters clusters) {
        return clusters.list().stream()
                .map(cluster -> new ClusterName(cluster.name()))
                .toList();
    }

    private static String seconds(Outcome outcome) {
        return String.format(Locale.ROOT, "%.1fs", outcome.took().toMillis() / 1000.0);
    }
}
