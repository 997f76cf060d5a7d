package dev.minik.cluster.backup;

import dev.minik.config.NodeConfig;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.model.Role;
import dev.minik.plan.NodePlan;
import dev.minik.record.ClusterRecord;
import dev.minik.yaml.Yaml;
import dev.minik.yaml.YamlException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Node of Kubernetes, as far as minik decides about it.
 *
 * @param podSubnets of its pods; empty where somebody else decides
 * @param made when it was made
 */
record NodeObject(String name, Instant made, Map<String, String> labels, List<Taint> taints, List<String> podSubnets) {
    private static final String ROLE = "node-role.kubernetes.io/control-plane";
    private static final String HOST_NAME = "kubernetes.io/hostname";
    private static final String NO_BALANCING = "node.kubernetes.io/exclude-from-external-load-balancers";
    private static final String SOCKET = "unix:///run/containerd/containerd.sock";

    /** Copies the collections. */
    NodeObject {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        podSubnets = List.copyOf(podSubnets);
    }

    /** Returns how a node of a cluster is to be: what the user says of it, and what kubeadm says of control planes. */
    static NodeObject wanted(ClusterRecord record, NodePlan plan, List<String> podSubnets) {
        var config = record.config().nodes().get(record.plan().nodes().indexOf(plan));
        var labels = new LinkedHashMap<>(config.labels());
        // which a kubelet gives only to a Node that it finds when it starts
        labels.put(HOST_NAME, plan.name());
        if (plan.role() == Role.CONTROL_PLANE) {
            labels.put(ROLE, "");
            if (!record.plan().workers().isEmpty()) {
                labels.put(NO_BALANCING, "");
            }
        }
        return new NodeObject(plan.name(), Instant.MAX, labels, taints(config, plan), podSubnets);
    }

    /** The user's may have changed since the node was planned; kubeadm's has not. */
    private static List<Taint> taints(NodeConfig config, NodePlan plan) {
        var taints = new ArrayList<>(config.taints());
        plan.taints().stream()
                .filter(taint -> taint.key().equals(ROLE) && taints.stream().noneMatch(taint::isSameAs))
                .forEach(taints::add);
        return taints;
    }

    /**
     * Reads a list of Nodes.
     *
     * @param json what a control plane says, and so not trusted
     */
    static List<NodeObject> parse(String json) {
        try {
            if (Yaml.load(json) instanceof Map<?, ?> list && list.get("items") instanceof List<?> items) {
                return items.stream().map(NodeObject::read).toList();
            }
            throw new IllegalArgumentException("no list of nodes");
        } catch (YamlException | DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static NodeObject read(@Nullable Object item) {
        var metadata = map(map(item).get("metadata"));
        var spec = map(map(item).get("spec"));
        var labels = new LinkedHashMap<String, String>();
        map(metadata.get("labels")).forEach((key, value) -> labels.put(String.valueOf(key), String.valueOf(value)));
        return new NodeObject(
                text(metadata.get("name")),
                Instant.parse(text(metadata.get("creationTimestamp"))),
                labels,
                list(spec.get("taints")).stream()
                        .map(NodeObject::map)
                        .map(taint -> new Taint(
                                text(taint.get("key")),
                                Objects.requireNonNullElse(taint.get("value"), "")
                                        .toString(),
                                text(taint.get("effect"))))
                        .toList(),
                list(spec.get("podCIDRs")).stream().map(String::valueOf).toList());
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a node lacks a text");
    }

    /**
     * Returns whether a Node may stay as it is for a node that is to be so.
     *
     * @param since when its cluster's state became another; what the Node said before that counts, but for the subnets
     */
    boolean suits(NodeObject wanted, Instant since) {
        return (wanted.podSubnets.isEmpty() || podSubnets.isEmpty() || podSubnets.equals(wanted.podSubnets))
                && (made.isBefore(since)
                        || (labels.entrySet().containsAll(wanted.labels.entrySet())
                                && taints.containsAll(wanted.taints)));
    }

    /** Returns the same, for whom a free subnet has to be found. */
    NodeObject withoutPodSubnets() {
        return new NodeObject(name, made, labels, taints, List.of());
    }

    /** Returns the object to be made, as plain values. */
    Map<String, Object> plain() {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("providerID", "minik://" + name);
        if (!podSubnets.isEmpty()) {
            spec.put("podCIDR", podSubnets.get(0));
            spec.put("podCIDRs", podSubnets);
        }
        spec.put(
                "taints",
                taints.stream()
                        .map(taint -> Map.of("key", taint.key(), "value", taint.value(), "effect", taint.effect()))
                        .toList());
        // kubeadm looks there for the socket when it upgrades a node
        var metadata = Map.of(
                "name",
                name,
                "labels",
                labels,
                "annotations",
                Map.of("kubeadm.alpha.kubernetes.io/cri-socket", SOCKET));
        return Map.of("apiVersion", "v1", "kind", "Node", "metadata", metadata, "spec", spec);
    }
}
