package dev.minik.cluster.backup;

import dev.minik.model.ClusterName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The state of clusters as files of the host: etcd's own snapshots, which etcd's tools read and write as well.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/">Operating etcd clusters</a>
 */
public interface Backups {

    /**
     * Saves the state of a running cluster. The file is readable by its owner only, for it holds the cluster's secrets, and has its name only
     * once it is whole.
     *
     * @param force whether a file of that name is replaced
     */
    Saved save(ClusterName name, Path file, boolean force);

    /**
     * Replaces the state of a running cluster by that of a file. A damaged file is refused before anything is touched; where the
     * restored state cannot be served, the state is put back.
     *
     * @param force whether a state of another cluster, or of another minor version of Kubernetes, is taken too
     * @param wait how long to wait for the cluster to be ready after its API servers are; zero for not at all
     */
    Restored restore(ClusterName name, Path file, boolean force, Duration wait);

    /**
     * What was saved.
     *
     * @param bytes the size of the file
     * @param revision how many changes the state has seen
     * @param keys how many objects, in all their revisions, it holds
     * @param member the node whose member of etcd was asked
     */
    record Saved(Path file, long bytes, long revision, long keys, String member) {}

    /**
     * What was restored.
     *
     * @param members the nodes that have the state now
     * @param joinedNodes nodes of the cluster that the state did not know, or knew as others of the same names; it knows them now
     * @param forgottenNodes nodes of the state that had been deleted since; they are deleted from it again
     * @param unknownNodes other nodes of Kubernetes in the state that the cluster does not have
     */
    record Restored(
            List<String> members, List<String> joinedNodes, List<String> forgottenNodes, List<String> unknownNodes) {
        /** Copies the lists. */
        public Restored {
            members = List.copyOf(members);
            joinedNodes = List.copyOf(joinedNodes);
            forgottenNodes = List.copyOf(forgottenNodes);
            unknownNodes = List.copyOf(unknownNodes);
        }
    }
}
