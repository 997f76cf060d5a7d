package dev.minik.kubeadm;

import static dev.minik.kubeadm.Documents.ordered;

import dev.minik.model.Role;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Tuning;
import dev.minik.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the patches that kubeadm lays over what it makes itself.
 *
 * @see <a href="https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/control-plane-flags/#patches">customizing with
 *     patches</a>
 */
public final class ComponentPatches {
    /** Where the patches lie in a node. */
    public static final String DIRECTORY = "/minik/patches";

    private final ClusterPlan plan;

    /** Writes for {@code plan}. */
    public ComponentPatches(ClusterPlan plan) {
        this.plan = plan;
    }

    /** Returns the patches of a node, by file name. */
    public Map<String, String> of(NodePlan node) {
        var patches = new TreeMap<String, String>();
        var dns = dns();
        if (!dns.isEmpty()) {
            patches.put("corednsdeployment+strategic.yaml", Yaml.dump(Map.of("spec", dns)));
        }
        if (node.role() == Role.CONTROL_PLANE) {
            calmProbes(patches, List.of("kube-apiserver", "kube-scheduler"));
            if (!plan.hasExternalEtcd()) {
                patches.putAll(ofEtcd());
            }
        }
        var reserved = reserved(node);
        if (!reserved.isEmpty()) {
            patches.put("kubeletconfiguration+strategic.yaml", Yaml.dump(Map.of("systemReserved", reserved)));
        }
        return patches;
    }

    /** Returns the patches of a member of etcd, by file name. */
    public Map<String, String> ofEtcd() {
        var patches = new TreeMap<String, String>();
        calmProbes(patches, List.of("etcd"));
        return patches;
    }

    private void calmProbes(Map<String, String> patches, List<String> components) {
        if (plan.has(Tuning.CALM_PROBES)) {
            for (var name : components) {
                patches.put(name + "+strategic.yaml", Yaml.dump(podAskedBy(name, Map.of("periodSeconds", 10))));
            }
        }
    }

    private Map<String, Object> dns() {
        var dns = new LinkedHashMap<String, Object>();
        if (plan.has(Tuning.ONE_DNS)) {
            dns.put("replicas", 1);
        }
        if (plan.has(Tuning.DNS_PROBE)) {
            dns.put("template", podAskedBy("coredns", ordered("periodSeconds", 1, "failureThreshold", 10)));
        }
        return dns;
    }

    /** A kubelet sees all of the host; what the node does not have of it is reserved, so that the scheduler does not give it away. */
    private static Map<String, Object> reserved(NodePlan node) {
        var reserved = new LinkedHashMap<String, Object>();
        if (node.reserved().milliCpus() > 0) {
            reserved.put("cpu", node.reserved().milliCpus() + "m");
        }
        if (node.reserved().memoryBytes() > 0) {
            reserved.put("memory", String.valueOf(node.reserved().memoryBytes()));
        }
        return reserved;
    }

    /** Returns what a patch says of a pod one of whose containers is asked otherwise whether it is ready. */
    private static Map<String, Object> podAskedBy(String container, Map<String, Object> probe) {
        return Map.of("spec", Map.of("containers", List.of(ordered("name", container, "readinessProbe", probe))));
    }
}
