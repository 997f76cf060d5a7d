package dev.minik.kubeadm;

import static dev.minik.kubeadm.Documents.document;
import static dev.minik.kubeadm.Documents.ordered;

import dev.minik.model.IpFamily;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import dev.minik.yaml.Yaml;
import java.util.Map;

/**
 * Writes what a kubelet must be told because its machine is a container, whoever sets the cluster up.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/">the kubelet's configuration</a>
 */
public final class KubeletDocument {
    private KubeletDocument() {}

    /**
     * Returns a drop-in for the kubelet of a bare node, which goes before what kubeadm writes.
     *
     * @see <a href="https://kubernetes.io/docs/tasks/administer-cluster/kubelet-config-file/#kubelet-conf-d">the kubelet's drop-in
     *     directory</a>
     */
    public static String dropIn(ClusterPlan plan, NodePlan node) {
        var kubelet = of(plan);
        if (!gates(plan).isEmpty()) {
            kubelet.put("featureGates", gates(plan));
        }
        if (!node.taints().isEmpty()) {
            kubelet.put(
                    "registerWithTaints",
                    node.taints().stream().map(KubeadmConfig::taint).toList());
        }
        return Yaml.dump(kubelet);
    }

    static Map<String, Object> of(ClusterPlan plan) {
        var kubelet = document("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration");
        kubelet.put("cgroupDriver", "systemd");
        // The engine's own cgroup is the node's root; pods live below one of ours, as in kind's nodes.
        kubelet.put("cgroupRoot", "/kubelet");
        if (plan.ipFamily() == IpFamily.IPV6) {
            kubelet.put("address", "::");
            kubelet.put("healthzBindAddress", "::1");
        }
        kubelet.put("failSwapOn", false);
        // The host's disk is not the node's: its filling up must neither evict pods nor delete the preloaded images.
        kubelet.put("imageGCHighThresholdPercent", 100);
        kubelet.put(
                "evictionHard",
                ordered("nodefs.available", "0%", "nodefs.inodesFree", "0%", "imagefs.available", "0%"));
        if (plan.cgroupVersion() == 1) {
            // https://kep.k8s.io/5573: from 1.35 the kubelet refuses cgroup v1 unless told otherwise.
            kubelet.put("failCgroupV1", false);
        }
        return kubelet;
    }

    /** Returns the feature gates that the engine makes necessary. */
    static Map<String, Boolean> gates(ClusterPlan plan) {
        // https://kep.k8s.io/2033: a kubelet that may not set the host's sysctls goes on; 1.37 does so by default
        return plan.rootless() && !plan.kubernetesVersion().isAtLeast(1, 37)
                ? Map.of("KubeletInUserNamespace", true)
                : Map.of();
    }
}
