package dev.minik.plan;

import dev.minik.engine.PortPublish;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan as ordered maps, as {@code --dry-run} prints it. */
final class PlanDescription {
    private PlanDescription() {}

    static Map<String, Object> of(ClusterPlan plan) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", plan.name().value());
        map.put("kubernetesVersion", plan.kubernetesVersion().toString());
        map.put("endpoint", plan.endpoint() + ":" + ClusterPlan.API_PORT);
        map.put("apiServer", port(plan.apiServer()));
        map.put("podSubnet", plan.podSubnet().toString());
        map.put("serviceSubnet", plan.serviceSubnet().toString());
        map.put("dnsDomain", plan.dnsDomain());
        map.put("defaultCni", plan.defaultCni());
        map.put("kubeProxyMode", plan.kubeProxyMode().text());
        map.put("cgroupVersion", plan.cgroupVersion());
        map.put("tuning", tuning(plan));
        map.put("network", network(plan.network()));
        map.put("nodes", plan.nodes().stream().map(PlanDescription::node).toList());
        return map;
    }

    /** In the order of their declaration: a set of enums has another one in each process. */
    private static Map<String, Object> tuning(ClusterPlan plan) {
        var map = new LinkedHashMap<String, Object>();
        for (Tuning one : Tuning.values()) {
            if (plan.has(one)) {
                map.put(one.text(), one.reason());
            }
        }
        return map;
    }

    private static Map<String, Object> network(NetworkPlan network) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", network.name());
        map.put("subnet", network.subnet().toString());
        map.put("gateway", network.gateway().toString());
        map.put("dynamicRange", network.dynamicRange().toString());
        return map;
    }

    private static Map<String, Object> node(NodePlan node) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", node.name());
        map.put("role", node.role().text());
        map.put("image", node.image().reference());
        map.put("address", node.address().toString());
        node.podSubnet().ifPresent(subnet -> map.put("podSubnet", subnet.toString()));
        map.put("volume", node.volume());
        putUnlessEmpty(map, "aliases", node.aliases());
        if (!node.labels().isEmpty()) {
            map.put("labels", node.labels());
        }
        putUnlessEmpty(map, "taints", node.taints());
        putUnlessEmpty(
                map,
                "mounts",
                node.mounts().stream()
                        .map(mount -> mount.hostPath() + ":" + mount.containerPath() + (mount.readOnly() ? ":ro" : ""))
                        .toList());
        putUnlessEmpty(
                map, "ports", node.ports().stream().map(PlanDescription::port).toList());
        return map;
    }

    private static void putUnlessEmpty(Map<String, Object> map, String key, List<String> values) {
        if (!values.isEmpty()) {
            map.put(key, values);
        }
    }

    private static String port(PortPublish port) {
        return "%s:%s->%d/%s"
                .formatted(
                        port.hostAddress(),
                        port.hostPort() == 0 ? "*" : String.valueOf(port.hostPort()),
                        port.containerPort(),
                        port.protocol().lower());
    }
}
