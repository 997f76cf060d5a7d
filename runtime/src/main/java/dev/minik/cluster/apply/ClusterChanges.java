package dev.minik.cluster.apply;

import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.config.ClusterConfig;
import java.util.List;

/** Compares clusters that run with how they are wanted, and makes them so. */
public interface ClusterChanges {
    /** Returns what differs, in the order in which it would be changed; nothing where the cluster is as it is wanted. */
    List<Difference> diff(ClusterConfig wanted);

    /**
     * Changes what can be changed while the cluster lives. Doing it twice changes nothing the second time; one that was broken off is
     * finished by the next.
     *
     * @return what differed, of which that with another remedy than {@link Difference.Remedy#APPLY} still does
     */
    List<Difference> apply(ClusterConfig wanted, ChangeOptions options);
}
