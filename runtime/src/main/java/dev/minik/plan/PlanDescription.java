package dev.minik.plan;

import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.engine.PortPublish;
import dev.minik.model.CommaList;
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
        if (plan.bare()) {
            map.put("bare", true);
        }
        map.put("endpoint", plan.endpoint() + ":" + ClusterPlan.API_PORT);
        plan.virtualAddress().ifPresent(address -> map.put("virtualAddress", address.toString()));
        map.put("apiServer", port(plan.apiServer()));
        map.put("ipFamily", plan.ipFamily().text());
        map.put("podSubnet", CommaList.of(plan.podSubnets()));
        map.put("serviceSubnet", CommaList.of(plan.serviceSubnets()));
        map.put("dnsDomain", plan.dnsDomain());
        map.put("cni", plan.cni().text().isEmpty() ? "custom" : plan.cni().text());
        map.put("kubeProxyMode", plan.kubeProxyMode().text());
        map.put("etcd", plan.software().etcd().topology().text());
        if (plan.software().etcd().ephemeral()) {
            map.put("etcdEphemeral", true);
        }
        map.put("cgroupVersion", plan.cgroupVersion());
        map.put("tuning", tuning(plan));
        map.put("network", network(plan.network()));
        plan.balancer().ifPresent(balancer -> map.put("balancer", balancer(balancer)));
        if (plan.hasExternalEtcd()) {
            map.put(
                    "etcdNodes",
                    plan.etcdNodes().stream().map(PlanDescription::etcdNode).toList());
        }
        putUnlessEmpty(
                map,
                "localRegistries",
                plan.registries().stream()
                        .map(registry -> "%s (%s)".formatted(registry.name(), registry.host()))
                        .toList());
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
        network.mtu().ifPresent(mtu -> map.put("mtu", mtu));
        map.put(
                "ranges",
                network.ranges().stream()
                        .map(range -> {
                            var addresses = new LinkedHashMap<String, Object>();
                            addresses.put("subnet", range.subnet().toString());
                            addresses.put("gateway", range.gateway().toString());
                            addresses.put("dynamicRange", range.dynamicRange().toString());
                            return addresses;
                        })
                        .toList());
        return map;
    }

    private static Map<String, Object> balancer(BalancerPlan balancer) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", balancer.name());
        map.put("image", balancer.image().reference());
        map.put("address", CommaList.of(balancer.addresses()));
        return map;
    }

    private static Map<String, Object> etcdNode(EtcdNodePlan node) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", node.name());
        map.put("image", node.image().reference());
        map.put("address", CommaList.of(node.addresses()));
        map.put("volume", node.volume());
        putDetails(map, node.environment(), node.files());
        return map;
    }

    /** Names only: the values may be secret. */
    private static void putDetails(Map<String, Object> map, Map<String, String> environment, List<NodeFile> files) {
        putUnlessEmpty(
                map, "environment", environment.keySet().stream().sorted().toList());
        putUnlessEmpty(map, "files", files.stream().map(NodeFile::path).toList());
    }

    private static Map<String, Object> node(NodePlan node) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", node.name());
        map.put("role", node.role().text());
        map.put("image", node.image().reference());
        map.put("address", CommaList.of(node.addresses()));
        if (!node.podSubnets().isEmpty()) {
            map.put("podSubnet", CommaList.of(node.podSubnets()));
        }
        map.put("volume", node.volume());
        putUnlessEmpty(map, "aliases", node.aliases());
        if (!node.labels().isEmpty()) {
            map.put("labels", node.labels());
        }
        putUnlessEmpty(
                map, "taints", node.taints().stream().map(Taint::toString).toList());
        if (node.resources().milliCpus() > 0) {
            map.put("milliCpus", node.resources().milliCpus());
        }
        if (node.resources().memoryBytes() > 0) {
            map.put("memoryBytes", node.resources().memoryBytes());
        }
        putDetails(map, node.environment(), node.files());
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
