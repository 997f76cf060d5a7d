package dev.minik.cluster;

import dev.minik.cluster.Clusters.ClusterSummary;
import dev.minik.cluster.Clusters.NodeSummary;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.plan.ClusterPlan;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads from the engine which clusters there are; their containers' labels are all that is known. */
final class ClusterReader {
    /** Control planes first, then by number: a shorter name has the smaller number. */
    static final Comparator<ContainerInfo> NODE_ORDER = Comparator.comparing(ClusterReader::role)
            .thenComparing(node -> node.name().length())
            .thenComparing(ContainerInfo::name);

    private final Engine engine;
    private final Creations creations;
    private final EngineReach reach;
    private final NodeVersions versions;

    ClusterReader(Engine engine, Creations creations, EngineReach reach, NodeVersions versions) {
        this.engine = engine;
        this.creations = creations;
        this.reach = reach;
        this.versions = versions;
    }

    /** Returns all clusters, by name. */
    List<ClusterSummary> clusters() {
        var creating = creations.running().stream().map(ClusterName::value).collect(Collectors.toSet());
        var clusters = byCluster();
        clusters.values().removeIf(parts -> nodes(parts).isEmpty());
        var known = versions.of(
                clusters.values().stream().map(parts -> nodes(parts).get(0)).toList());
        return clusters.entrySet().stream()
                .map(cluster -> summary(cluster.getKey(), cluster.getValue(), creating, known))
                .toList();
    }

    /** Returns the nodes of all clusters, by cluster, in the order of their numbers. */
    List<NodeSummary> nodes() {
        var nodes = byCluster().values().stream()
                .flatMap(parts -> nodes(parts).stream())
                .toList();
        var known = versions.of(nodes);
        return nodes.stream().map(node -> node(node, known)).toList();
    }

    /** Returns a word for the state of a cluster with these nodes. */
    static String state(List<ContainerInfo> nodes) {
        Set<ContainerInfo.State> states = new HashSet<>();
        nodes.forEach(node -> states.add(node.state()));
        if (states.equals(Set.of(ContainerInfo.State.RUNNING))) {
            return "running";
        }
        if (states.contains(ContainerInfo.State.RUNNING)) {
            return "partial";
        }
        return states.contains(ContainerInfo.State.PAUSED) ? "paused" : "stopped";
    }

    /** Returns a word for the state of a container. */
    static String state(ContainerInfo node) {
        return switch (node.state()) {
            case RUNNING -> "running";
            case PAUSED -> "paused";
            case RESTARTING -> "restarting";
            case CREATED, EXITED -> "stopped";
            case REMOVING -> "removing";
            case DEAD -> "dead";
        };
    }

    private static List<ContainerInfo> nodes(List<ContainerInfo> parts) {
        return parts.stream().filter(part -> Kinds.isA(Labels.KIND_NODE, part)).toList();
    }

    /** Returns the containers of each cluster: nodes, and the balancer where there is one. */
    private Map<String, List<ContainerInfo>> byCluster() {
        return engine.listContainers(Map.of(Labels.CLUSTER, "")).stream()
                .sorted(NODE_ORDER)
                .collect(Collectors.groupingBy(
                        node -> node.labels().getOrDefault(Labels.CLUSTER, ""), TreeMap::new, Collectors.toList()));
    }

    private ClusterSummary summary(
            String name, List<ContainerInfo> parts, Set<String> creating, Map<String, String> known) {
        var nodes = nodes(parts);
        var controlPlanes = nodes.stream().filter(Kinds::isControlPlane).toList();
        return new ClusterSummary(
                name,
                creating.contains(name) ? "creating" : state(nodes),
                known.getOrDefault(nodes.get(0).id(), ""),
                controlPlanes.size(),
                nodes.size() - controlPlanes.size(),
                endpoint(parts),
                nodes.stream().anyMatch(ClusterAccess::isBare));
    }

    private String endpoint(List<ContainerInfo> parts) {
        var server = parts.stream()
                .flatMap(part -> Optional.ofNullable(part.labels().get(Labels.SERVER)).stream())
                .findFirst();
        if (server.isPresent()) {
            return server.get();
        }
        return parts.stream()
                .filter(part -> !Kinds.isA(Labels.KIND_FORWARDER, part))
                .flatMap(part -> part.ports().stream())
                .filter(port -> port.containerPort() == ClusterPlan.API_PORT)
                .map(reach::url)
                .findFirst()
                .orElse("");
    }

    private static NodeSummary node(ContainerInfo node, Map<String, String> known) {
        return new NodeSummary(
                node.name(),
                node.labels().getOrDefault(Labels.CLUSTER, ""),
                role(node),
                state(node),
                node.addresses().values().stream().findFirst().orElse(""),
                known.getOrDefault(node.id(), ""),
                node.labels().getOrDefault(Labels.IMAGE, node.image()));
    }

    static String role(ContainerInfo node) {
        return node.labels().getOrDefault(Labels.ROLE, "");
    }
}
