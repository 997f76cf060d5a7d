package dev.minik.cluster;

import dev.minik.config.NodeConfig;
import dev.minik.model.ClusterName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What can be done with the nodes of clusters that exist. Failures are {@link dev.minik.error.MinikException}s with the exit codes that the
 * command line promises. What was broken off is finished, or its remains are removed, by the next change of the same cluster's nodes.
 */
public interface ClusterNodes {

    /**
     * Adds nodes to a cluster that runs. Where that fails, they are removed again.
     *
     * @param nodes what is wanted of each
     * @return their names
     */
    List<String> add(ClusterName name, List<NodeConfig> nodes, ChangeOptions options);

    /**
     * Takes nodes from a cluster that runs, with their containers and data. Their pods are evicted first, and start elsewhere.
     *
     * @param nodes their names
     * @return the names of those that there were
     */
    List<String> remove(ClusterName name, List<String> nodes, RemoveOptions options);

    /**
     * Starts nodes that have ended, and makes those anew whose containers are gone.
     *
     * @return the names of nodes to which something was done
     */
    List<String> repair(ClusterName name, ChangeOptions options);

    /** Removes from a cluster that runs what was broken off, as all other changes do first; does nothing where there is nothing. */
    void finish(ClusterName name, ChangeOptions options);

    /**
     * Returns the cluster that has these nodes; fails where they are of several, or where there are none of these names.
     *
     * @param named the cluster that the user names, which then must have them, or have had them
     */
    ClusterName clusterOf(Optional<ClusterName> named, List<String> nodes);

    /**
     * How to change.
     *
     * @param timeout how long to wait for readiness; zero for not at all
     * @param kubeconfig the file to correct where the way to the API server changes; empty for those that kubectl uses
     */
    record ChangeOptions(Duration timeout, Optional<Path> kubeconfig) {}

    /**
     * How to remove.
     *
     * @param drain how long pods may take to be evicted
     * @param force whether to go on where they do not let themselves be
     * @param kubeconfig as {@link ChangeOptions#kubeconfig}
     */
    record RemoveOptions(Duration drain, boolean force, Optional<Path> kubeconfig) {}
}
