package dev.minik.cli;

import dev.minik.cluster.Clusters.ClusterSummary;
import dev.minik.cluster.life.LifeCycle;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** Changes the states of clusters in memory, and logs it where those log what is done to them. */
@NullMarked
final class FakeLifeCycle implements LifeCycle {
    private static final Duration TOOK = Duration.ofMillis(4_800);

    private final FakeClusters clusters;

    FakeLifeCycle(FakeClusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Outcome start(ClusterName name, Options options) {
        return change("start", name, "running", text(options));
    }

    @Override
    public Outcome stop(ClusterName name) {
        return change("stop", name, "stopped", "");
    }

    @Override
    public Outcome restart(ClusterName name, Options options) {
        clusters.called("restart " + name + text(options));
        return new Outcome(name, true, TOOK);
    }

    @Override
    public Outcome pause(ClusterName name) {
        return change("pause", name, "paused", "");
    }

    @Override
    public Outcome resume(ClusterName name, Options options) {
        return change("resume", name, "running", text(options));
    }

    @Override
    public void restartNodes(List<String> nodes, Options options) {
        clusters.called("restart-nodes " + nodes + text(options));
    }

    private Outcome change(String verb, ClusterName name, String state, String how) {
        clusters.called(verb + " " + name + how);
        var known = Optional.ofNullable(clusters.clusters.get(name.value()))
                .orElseThrow(() -> MinikException.of(
                        ExitCode.EXISTS_OR_NOT_FOUND, "there is no cluster '%s'".formatted(name), "Create it"));
        clusters.clusters.put(
                name.value(),
                new ClusterSummary(
                        known.name(),
                        state,
                        known.kubernetesVersion(),
                        known.controlPlanes(),
                        known.workers(),
                        known.endpoint(),
                        known.bare()));
        return new Outcome(name, !known.state().equals(state), TOOK);
    }

    private static String text(Options options) {
        return " wait=" + options.patience()
                + options.kubeconfig()
                        .map(Path::toString)
                        .map(file -> " kubeconfig=" + file)
                        .orElse("");
    }
}
