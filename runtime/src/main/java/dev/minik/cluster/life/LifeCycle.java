package dev.minik.cluster.life;

import dev.minik.model.ClusterName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stops, starts, freezes and thaws clusters, whole ones with everything that carries their label. What is so already is left so, and a command
 * that was interrupted is finished by repeating it. Failures are {@link dev.minik.error.MinikException}s: {@code EXISTS_OR_NOT_FOUND} where
 * there is no such cluster, {@code WRONG_STATE} where it cannot be done in its state, {@code TIMED_OUT} where it is not ready in time.
 */
public interface LifeCycle {

    /** Starts what is stopped of a cluster, with certificates that run out soon renewed, and waits until it is ready. */
    Outcome start(ClusterName name, Options options);

    /** Stops a cluster; it stays stopped when the engine or its host starts again. */
    Outcome stop(ClusterName name);

    /** Stops and starts a cluster. */
    Outcome restart(ClusterName name, Options options);

    /** Freezes all that runs in a cluster; its memory and connections stay as they are. */
    Outcome pause(ClusterName name);

    /** Lets a frozen cluster run on, and waits until it is ready. */
    Outcome resume(ClusterName name, Options options);

    /** Stops and starts nodes of running clusters, one after the other, each when the one before is ready again; nodes of etcd as well. */
    void restartNodes(List<String> nodes, Options options);

    /**
     * How to bring a cluster to life.
     *
     * @param patience how long to wait for readiness; zero for not at all
     * @param kubeconfig the only kubeconfig in which the cluster's entry is brought up to date; empty for those that kubectl would use
     */
    record Options(Duration patience, Optional<Path> kubeconfig) {}

    /**
     * What has become of a cluster.
     *
     * @param changed whether anything had to be done
     * @param took how long it took
     */
    record Outcome(ClusterName name, boolean changed, Duration took) {}
}
