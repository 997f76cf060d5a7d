package dev.minik.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.config.ClusterConfig;
import dev.minik.config.NetworkingConfig;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.config.NodeConfig;
import dev.minik.config.NodeConfig.PortMapping;
import dev.minik.config.TuningLevel;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Cidr;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Protocol;
import dev.minik.model.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterPlannerTest {
    private static final KubernetesVersion VERSION = KubernetesVersion.parse("1.37.0");
    private static final HostFacts HOST = new HostFacts(2, List.of(), List.of(40001, 40002, 40003));

    @Test
    void namesNodesAsKindDoes() {
        var plan = plan(config(2), HOST);

        assertEquals(
                List.of("demo-control-plane", "demo-worker", "demo-worker2"),
                plan.nodes().stream().map(NodePlan::name).toList());
    }

    @Test
    void givesEveryNodeItsOwnAddressOutsideTheDynamicRange() {
        var plan = plan(config(3), HOST);

        var addresses = plan.nodes().stream().map(NodePlan::address).toList();
        assertEquals(4, new HashSet<>(addresses).size());
        for (var address : addresses) {
            assertTrue(plan.network().subnet().contains(address));
            assertFalse(plan.network().dynamicRange().contains(address));
            assertFalse(address.equals(plan.network().gateway()));
        }
    }

    @Test
    void onlyTheFirstControlPlaneHoldsTheEndpointAndItsPort() {
        var plan = plan(config(1), HOST);

        assertEquals(List.of("demo-api"), plan.firstControlPlane().aliases());
        assertEquals(List.of(plan.apiServer()), plan.firstControlPlane().ports());
        assertEquals(List.of(), plan.workers().get(0).aliases());
        assertEquals(List.of(), plan.workers().get(0).ports());
    }

    @Test
    void aSingleNodeTakesWorkloads() {
        assertEquals(List.of(), plan(config(0), HOST).firstControlPlane().taints());
        assertEquals(
                List.of("node-role.kubernetes.io/control-plane:NoSchedule"),
                plan(config(1), HOST).firstControlPlane().taints());
    }

    @Test
    void avoidsSubnetsInUse() {
        var first = plan(config(0), HOST).network().subnet();
        var taken = new HostFacts(2, List.of(first, Cidr.parse("172.31.0.0/17")), List.of(40001));

        var second = plan(config(0), taken).network().subnet();

        assertEquals(Cidr.parse("172.31.128.0/24"), second);
    }

    @Test
    void avoidsThePodAndServiceSubnets() {
        var config = config(0, networking("172.31.0.0/16", "172.30.0.0/16", 0));

        assertEquals(Cidr.parse("172.29.0.0/24"), plan(config, HOST).network().subnet());
    }

    @Test
    void saysWhenNoSubnetIsLeft() {
        var full = new HostFacts(2, List.of(Cidr.parse("172.16.0.0/12"), Cidr.parse("192.168.0.0/16")), List.of(1));

        var failure = assertThrows(MinikException.class, () -> plan(config(0), full));

        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
    }

    @Test
    void handsOutFreePortsOnceAndKeepsWantedOnes() {
        var ports = List.of(
                new PortMapping(80, 0, "127.0.0.1", Protocol.TCP),
                new PortMapping(81, 8081, "127.0.0.1", Protocol.TCP),
                new PortMapping(82, -1, "127.0.0.1", Protocol.UDP),
                new PortMapping(83, 0, "127.0.0.1", Protocol.TCP));
        var node = new NodeConfig(Role.CONTROL_PLANE, Optional.empty(), Map.of(), List.of(), ports);
        var config = new ClusterConfig(
                new ClusterName("demo"),
                List.of(node),
                networking("10.244.0.0/16", "10.96.0.0/16", 0),
                Optional.empty(),
                TuningLevel.DEFAULT);

        assertEquals(3, ClusterPlanner.randomPorts(config));
        var plan = plan(config, HOST);
        assertEquals(
                List.of(40001, 40002, 8081, 0, 40003),
                plan.firstControlPlane().ports().stream()
                        .map(port -> port.hostPort())
                        .toList());
    }

    @Test
    void keepsAWantedApiServerPort() {
        var config = config(0, networking("10.244.0.0/16", "10.96.0.0/16", 16443));

        assertEquals(0, ClusterPlanner.randomPorts(config));
        assertEquals(
                16443,
                plan(config, new HostFacts(2, List.of(), List.of())).apiServer().hostPort());
    }

    @Test
    void takesServiceAddressesAsKubeadmDoes() {
        var plan = plan(config(0), HOST);

        assertEquals("10.96.0.1", plan.apiServiceAddress().toString());
        assertEquals("10.96.0.10", plan.dnsServiceAddress().toString());
    }

    @Test
    void describesEverythingAUserMayAskFor() {
        var description = ClusterPlanner.describe(plan(config(1), HOST));

        assertEquals("demo", description.get("name"));
        assertEquals("127.0.0.1:40001->6443/tcp", description.get("apiServer"));
        assertEquals(2, description.get("nodes") instanceof List<?> nodes ? nodes.size() : -1);
    }

    private static ClusterPlan plan(ClusterConfig config, HostFacts host) {
        var images = config.nodes().stream()
                .map(node -> new ImageFacts("localhost/minik-node:v1.37.0", "sha256:1", VERSION))
                .toList();
        return new ClusterPlanner().plan(config, images, host);
    }

    @Test
    void tuningsAreListedWithReasonsAndFitTheCluster() {
        var one = plan(config(0), HOST);
        var two = plan(config(1), HOST);

        assertTrue(one.has(Tuning.ONE_DNS));
        assertFalse(two.has(Tuning.ONE_DNS));
        assertTrue(two.has(Tuning.NO_ELECTION));
        var described = String.valueOf(ClusterPlanner.describe(one).get("tuning"));
        assertTrue(described.contains("early-cni=" + Tuning.EARLY_CNI.reason()), described);
    }

    @Test
    void withoutTuningThereIsNone() {
        var wanted = config(1);
        var plain = new ClusterConfig(
                wanted.name(), wanted.nodes(), wanted.networking(), wanted.kubernetesVersion(), TuningLevel.NONE);
        var plan = plan(plain, HOST);

        assertEquals(java.util.Set.of(), plan.tuning());
        assertEquals(Optional.empty(), plan.firstControlPlane().podSubnet());
    }

    @Test
    void onlyTheFirstControlPlanesPodSubnetIsFixed() {
        var plan = plan(config(1), HOST);

        assertEquals(
                Optional.of(Cidr.parse("10.244.0.0/24")),
                plan.firstControlPlane().podSubnet());
        assertEquals(Optional.empty(), plan.workers().get(0).podSubnet());
        var narrow = plan(config(0, networking("10.244.0.0/25", "10.96.0.0/16", 0)), HOST);
        assertEquals(Optional.empty(), narrow.firstControlPlane().podSubnet(), "the controller divides it otherwise");
    }

    private static ClusterConfig config(int workers) {
        return config(workers, networking("10.244.0.0/16", "10.96.0.0/16", 0));
    }

    private static ClusterConfig config(int workers, NetworkingConfig networking) {
        var nodes = new ArrayList<NodeConfig>();
        nodes.add(new NodeConfig(Role.CONTROL_PLANE, Optional.empty(), Map.of(), List.of(), List.of()));
        for (int i = 0; i < workers; i++) {
            nodes.add(new NodeConfig(Role.WORKER, Optional.empty(), Map.of(), List.of(), List.of()));
        }
        return new ClusterConfig(new ClusterName("demo"), nodes, networking, Optional.empty(), TuningLevel.DEFAULT);
    }

    private static NetworkingConfig networking(String pods, String services, int apiPort) {
        return new NetworkingConfig(
                "127.0.0.1", apiPort, Cidr.parse(pods), Cidr.parse(services), false, KubeProxyMode.IPTABLES);
    }
}
