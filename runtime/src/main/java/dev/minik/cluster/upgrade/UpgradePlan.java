package dev.minik.cluster.upgrade;

import dev.minik.cluster.upgrade.ClusterUpgrades.Step;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Role;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The order of an upgrade: control planes first, then workers. Pure.
 *
 * @param cluster the plan of the cluster
 * @param running the version of each node's kubelet, by name
 * @param version the version wanted
 */
record UpgradePlan(ClusterPlan cluster, Map<String, KubernetesVersion> running, KubernetesVersion version) {
    /**
     * Fails for what Kubernetes does not support.
     *
     * @see <a href="https://kubernetes.io/releases/version-skew-policy/">version skew policy</a>
     */
    void check() {
        var from = cluster.kubernetesVersion();
        if (cluster.bare()) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "the nodes of cluster '%s' are bare: their Kubernetes is yours".formatted(cluster.name()),
                    "upgrade it by kubeadm upgrade in its nodes");
        }
        if (version.compareTo(from) < 0) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "cluster '%s' has Kubernetes %s; there is no way back to %s"
                            .formatted(cluster.name(), from, version),
                    "create a cluster of that version, or restore a backup that was made with it");
        }
        if (version.major() != from.major() || version.minor() > from.minor() + 1) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "from Kubernetes %s to %s is more than one minor version".formatted(from, version),
                    "upgrade to v%d.%d first".formatted(from.major(), from.minor() + 1));
        }
    }

    /** Returns the nodes that do not have the version yet, in the order in which they get it. */
    List<NodePlan> nodes() {
        var order = new ArrayList<>(cluster.nodes(Role.CONTROL_PLANE));
        order.addAll(cluster.nodes(Role.WORKER));
        order.removeIf(node -> version.equals(running.get(node.name())));
        return order;
    }

    /** Returns whether pods of a node have another one to go to meanwhile. */
    boolean isDrained(NodePlan node) {
        return cluster.nodes().stream()
                .anyMatch(other -> !other.equals(node)
                        && (other.role() == Role.WORKER || cluster.workers().isEmpty()));
    }

    /** Returns the steps, for people. */
    List<Step> steps() {
        var steps = new ArrayList<Step>();
        var first = cluster.firstControlPlane();
        for (NodePlan node : nodes()) {
            steps.add(new Step(node.name(), "load the container images of %s".formatted(version)));
        }
        for (NodePlan node : nodes()) {
            steps.add(new Step(
                    node.name(), node.equals(first) ? "kubeadm upgrade apply " + version : "kubeadm upgrade node"));
            steps.add(new Step(
                    node.name(),
                    isDrained(node)
                            ? "drain, replace the kubelet, uncordon"
                            : "replace the kubelet; its pods have nowhere else to go, and stay"));
        }
        return steps;
    }
}
