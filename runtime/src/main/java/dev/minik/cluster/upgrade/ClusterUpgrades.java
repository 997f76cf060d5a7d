package dev.minik.cluster.upgrade;

import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import java.time.Duration;
import java.util.List;

/**
 * Upgrades clusters in place.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-upgrade/">upgrading kubeadm clusters</a>
 */
public interface ClusterUpgrades {
    /**
     * Tells what an upgrade would do.
     *
     * @return its steps in their order; none where the cluster has the version
     * @throws dev.minik.error.MinikException with {@code WRONG_STATE} for a step that Kubernetes does not support
     */
    List<Step> plan(ClusterName name, KubernetesVersion version);

    /**
     * Upgrades a cluster that runs. Nodes that have the version are passed over, so one that was broken off goes on when it is repeated.
     *
     * @param patience how long each wait may take: for pods to be evicted, and for nodes to be Ready
     * @return the steps that were done
     */
    List<Step> upgrade(ClusterName name, KubernetesVersion version, Duration patience);

    /**
     * A step of an upgrade.
     *
     * @param node the node it is done to
     * @param action what is done, for people
     */
    record Step(String node, String action) {}
}
