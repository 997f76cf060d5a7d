package dev.minik.cluster;

import dev.minik.config.ClusterConfig;
import dev.minik.model.ClusterName;
import dev.minik.timeline.Timeline;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be done with the clusters of one engine. Failures are {@link dev.minik.error.MinikException}s with the exit
 * codes that the command line promises.
 */
public interface Clusters {

    /**
     * Plans a cluster without creating anything.
     *
     * @return the plan as YAML-ready data, secrets left out
     */
    Map<String, Object> plan(ClusterConfig config);

    /** Creates a cluster; on any failure everything is removed again, unless {@code options} retain it. */
    Created create(ClusterConfig config, CreateOptions options);

    /**
     * Removes a cluster and its entries in the kubeconfig.
     *
     * @return whether there was anything to remove
     */
    boolean delete(ClusterName name, Optional<Path> kubeconfig);

    /** Returns all clusters, by name. */
    List<ClusterSummary> list();

    /** Returns the nodes of a cluster, or of all clusters for an empty name. */
    List<NodeSummary> nodes(Optional<ClusterName> name);

    /** Asks a cluster how it is; fails when there is none of that name. */
    ClusterStatus status(ClusterName name);

    /**
     * Returns the admin kubeconfig of a cluster as YAML.
     *
     * @param internal with the address that holds inside the cluster's network
     */
    String kubeconfig(ClusterName name, boolean internal);

    /** Merges the admin kubeconfig into a file (by default the one that kubectl would write) and returns that file. */
    Path exportKubeconfig(ClusterName name, Optional<Path> kubeconfig, boolean internal);

    /** Writes the logs of all nodes of a cluster into a directory, made if missing, and returns it. */
    Path exportLogs(ClusterName name, Path directory);

    /**
     * Tells what happened when while a cluster was made: what this object itself has done since it was made, and what the journals of the
     * cluster's nodes tell, of those that there are and that can be read.
     */
    Timeline timeline(ClusterName name);

    /** Copies the kubectl of a cluster's node image, which matches the cluster, to {@code target}. */
    void copyKubectl(ClusterName name, OutputStream target);

    /** Removes what creations left behind whose process is gone; called by every command that changes or lists. */
    void sweep();

    /**
     * How to create.
     *
     * @param timeout how long to wait for readiness; zero for not at all
     * @param retain whether a failed cluster is kept
     * @param kubeconfig the file to merge into; empty for the one that kubectl would write
     */
    record CreateOptions(Duration timeout, boolean retain, Optional<Path> kubeconfig) {}

    /**
     * What was created.
     *
     * @param outcome how it can be used
     * @param took how long it took in all
     */
    record Created(ClusterName name, Outcome outcome, Duration took) {}

    /** How what was created can be used. */
    sealed interface Outcome {}

    /** A cluster, with its entry in a kubeconfig. */
    record Usable(Path kubeconfig, String context) implements Outcome {}

    /**
     * Nodes without a cluster.
     *
     * @param nodes their names, control planes first
     * @param init the command that makes a cluster of them, typed in the first
     */
    record Bare(List<String> nodes, List<String> init) implements Outcome {
        /** Copies the lists. */
        public Bare {
            nodes = List.copyOf(nodes);
            init = List.copyOf(init);
        }
    }

    /**
     * A cluster in a list.
     *
     * @param state {@code running}, {@code stopped}, {@code paused}, {@code partial} or {@code creating}
     * @param bare whether its nodes were made bare, for a cluster that somebody makes by hand
     */
    record ClusterSummary(
            String name,
            String state,
            String kubernetesVersion,
            int controlPlanes,
            int workers,
            String endpoint,
            boolean bare) {}

    /** A node in a list. */
    record NodeSummary(
            String name,
            String cluster,
            String role,
            String state,
            String address,
            String kubernetesVersion,
            String image) {}

    /**
     * How a cluster is.
     *
     * @param ready whether all nodes are Ready and CoreDNS is available now, whoever installed the cluster and its network, and all members of
     *     etcd that have nodes of their own are healthy
     * @param problems what does not hold, one line each, the first cause first
     */
    record ClusterStatus(String name, String state, boolean ready, List<NodeHealth> nodes, List<String> problems) {}

    /**
     * How a node is: the engine's state of its container, and Kubernetes' Ready condition. A node of etcd has the role {@code etcd}, and is
     * ready when its member is healthy.
     */
    record NodeHealth(String name, String role, String container, String ready, String message) {}
}
