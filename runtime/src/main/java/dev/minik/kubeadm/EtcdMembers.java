package dev.minik.kubeadm;

import static dev.minik.kubeadm.Documents.argument;
import static dev.minik.kubeadm.Documents.document;
import static dev.minik.kubeadm.Documents.localEndpoint;
import static dev.minik.kubeadm.Documents.ordered;
import static dev.minik.kubeadm.Documents.putPatches;

import dev.minik.model.IpAddress;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.EtcdNodePlan;
import dev.minik.plan.NodePlan;
import dev.minik.yaml.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the configuration of etcd's members that all begin together. What it says of the beginning must not be in the configuration
 * that the cluster keeps, by which later members join.
 *
 * @see <a href="https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/setup-ha-etcd-with-kubeadm/">etcd members by
 *     kubeadm</a>
 */
public final class EtcdMembers {
    private static final int PEER_PORT = 2380;

    private final ClusterPlan plan;

    /** Writes for {@code plan}. */
    public EtcdMembers(ClusterPlan plan) {
        this.plan = plan;
    }

    /** Returns the configuration for {@code kubeadm init phase etcd local} in a control plane. */
    public String of(NodePlan node) {
        var members = plan.controlPlanes().stream().map(one -> peer(one.name(), one.address()));
        return member(node.name(), node.address(), members, new ComponentPatches(plan).of(node));
    }

    /** Returns the configuration for {@code kubeadm init phase etcd local} in a node of etcd's own. */
    public String of(EtcdNodePlan node) {
        var members = plan.etcdNodes().stream().map(one -> peer(one.name(), one.address()));
        return member(node.name(), node.address(), members, new ComponentPatches(plan).ofEtcd());
    }

    /** Returns the configuration of a kubelet that belongs to no cluster: it runs the member, and answers nobody. */
    public String kubelet() {
        var kubelet = new ClusterDocuments(plan).forMembers().get(1);
        kubelet.put("staticPodPath", "/etc/kubernetes/manifests");
        kubelet.put("containerRuntimeEndpoint", KubeadmConfig.RUNTIME_SOCKET);
        kubelet.put("enableServer", false);
        // there is no API server whom it could ask who may ask it
        kubelet.put(
                "authentication", ordered("anonymous", Map.of("enabled", false), "webhook", Map.of("enabled", false)));
        kubelet.put("authorization", Map.of("mode", "AlwaysAllow"));
        return Yaml.dump(kubelet);
    }

    private String member(String name, IpAddress address, Stream<String> members, Map<String, String> patches) {
        var init = document(KubeadmConfig.API_VERSION, "InitConfiguration");
        init.put("localAPIEndpoint", localEndpoint(address));
        init.put("nodeRegistration", ordered("name", name, "criSocket", KubeadmConfig.RUNTIME_SOCKET));
        putPatches(init, patches);
        var cluster = new ClusterDocuments(plan).forMembers().get(0);
        append(
                cluster,
                List.of("etcd", "local", "extraArgs"),
                List.of(
                        argument("initial-cluster", members.collect(Collectors.joining(","))),
                        argument("initial-cluster-state", "new")));
        return Yaml.dumpAll(List.of(init, cluster));
    }

    private static String peer(String name, IpAddress address) {
        return "%s=https://%s".formatted(name, address.withPort(PEER_PORT));
    }

    /** Appends to a list within mappings, which are made where a patch has taken them away. */
    @SuppressWarnings("unchecked")
    private static void append(Map<String, @Nullable Object> document, List<String> path, List<?> more) {
        var map = document;
        for (String field : path.subList(0, path.size() - 1)) {
            Map<String, @Nullable Object> child = map.get(field) instanceof Map<?, ?> there
                    ? new LinkedHashMap<>((Map<String, @Nullable Object>) there)
                    : new LinkedHashMap<>();
            map.put(field, child);
            map = child;
        }
        var last = path.get(path.size() - 1);
        var list = new ArrayList<@Nullable Object>(map.get(last) instanceof List<?> there ? there : List.of());
        list.addAll(more);
        map.put(last, list);
    }
}
