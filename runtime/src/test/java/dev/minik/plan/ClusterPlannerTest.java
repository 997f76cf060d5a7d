package dev.minik.plan;

import static dev.minik.plan.Plans.config;
import static dev.minik.plan.Plans.nodes;
import static dev.minik.plan.Plans.plan;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.config.ClusterConfig;
import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.config.NodeConfig.Resources;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.config.TuningLevel;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import dev.minik.model.RegistryName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterPlannerTest {
    @Test
    void namesNodesAsKindDoes() {
        assertEquals(
                List.of("demo-control-plane", "demo-control-plane2", "demo-worker", "demo-worker2"),
                plan(nodes(2, 2)).nodes().stream().map(NodePlan::name).toList());
    }

    @Test
    void givesEverythingItsOwnAddressOutsideTheDynamicRange() {
        var plan = plan("networking: {ipFamily: dual}\n" + nodes(3, 97));

        var addresses = new ArrayList<IpAddress>();
        plan.nodes().forEach(node -> addresses.addAll(node.networkAddresses()));
        plan.balancer().ifPresent(balancer -> addresses.addAll(balancer.addresses()));
        assertEquals(202, new HashSet<>(addresses).size());
        for (var range : plan.network().ranges()) {
            assertTrue(range.subnet().contains(range.dynamicRange().last()));
            assertFalse(addresses.contains(range.gateway()));
            assertTrue(addresses.stream().noneMatch(range.dynamicRange()::contains));
            assertEquals(
                    101, addresses.stream().filter(range.subnet()::contains).count());
        }
    }

    @Test
    void theOnlyControlPlaneHoldsTheEndpointAndItsPort() {
        var plan = plan(nodes(1, 1));

        assertEquals(Optional.empty(), plan.balancer());
        assertEquals(List.of("demo-api"), plan.firstControlPlane().aliases());
        assertEquals(List.of(plan.apiServer()), plan.firstControlPlane().ports());
        assertEquals(List.of(), plan.workers().get(0).aliases());
        assertEquals(List.of(), plan.workers().get(0).ports());
    }

    @Test
    void aBalancerHoldsTheEndpointOfSeveralControlPlanes() {
        var plan = plan(nodes(3, 1));

        assertEquals(Optional.of("demo-external-load-balancer"), plan.balancer().map(BalancerPlan::name));
        for (var node : plan.nodes()) {
            assertEquals(List.of(), node.aliases());
            assertEquals(List.of(), node.ports());
        }
        assertFalse(plan.has(Tuning.NO_ELECTION));
        assertFalse(plan.has(Tuning.ETCD_TIMES));
        assertTrue(plan.has(Tuning.ETCD_TOGETHER));
        assertFalse(plan(nodes(1, 1)).has(Tuning.ETCD_TOGETHER));
    }

    @Test
    void membersOfEtcdGetNodesAndAddressesOfTheirOwn() {
        var plan = plan("etcd: {topology: external, nodes: 3}\n" + nodes(1, 100 - 1));

        assertEquals(
                List.of("demo-etcd", "demo-etcd2", "demo-etcd3"),
                plan.etcdNodes().stream().map(EtcdNodePlan::name).toList());
        assertEquals(
                List.of("https://172.31.0.110:2379", "https://172.31.0.111:2379", "https://172.31.0.112:2379"),
                plan.etcdNodes().stream().map(EtcdNodePlan::endpoint).toList());
        assertEquals(100, plan.nodes().size());
        var taken = plan.nodes().stream()
                .flatMap(node -> node.networkAddresses().stream())
                .toList();
        assertTrue(plan.etcdNodes().stream()
                .flatMap(node -> node.networkAddresses().stream())
                .noneMatch(taken::contains));
        assertEquals(List.of(), plan(nodes(3, 0)).etcdNodes());
    }

    @Test
    void membersOfEtcdHaveAddressesOfTheClustersFamily() {
        var plan = plan("networking: {ipFamily: ipv6}\netcd: {topology: external}\n");

        var node = plan.etcdNodes().get(0);
        assertEquals(2, node.networkAddresses().size());
        assertTrue(node.endpoint().startsWith("https://[fd6d:696e:696b:"), node::endpoint);
    }

    @Test
    void whatIsTunedGoesByWhereEtcdIs() {
        var one = plan("etcd: {topology: external}\n" + nodes(3, 0));
        var three = plan("etcd: {topology: external, nodes: 3}\n" + nodes(1, 0));

        assertTrue(one.has(Tuning.ETCD_TIMES));
        assertTrue(one.has(Tuning.CONTROL_PLANES_TOGETHER));
        assertFalse(one.has(Tuning.ETCD_TOGETHER));
        assertFalse(one.has(Tuning.NO_ELECTION));
        assertFalse(three.has(Tuning.ETCD_TIMES));
        assertFalse(three.has(Tuning.CONTROL_PLANES_TOGETHER));
        assertTrue(three.has(Tuning.NO_ELECTION));
        assertFalse(plan(nodes(3, 0)).has(Tuning.CONTROL_PLANES_TOGETHER));
    }

    @Test
    void etcdsNodesAreDescribed() {
        var described = ClusterPlanner.describe(plan("etcd: {topology: external, ephemeral: true}\n"));

        assertEquals("external", described.get("etcd"));
        assertEquals(true, described.get("etcdEphemeral"));
        assertEquals(
                List.of(Map.of(
                        "name",
                        "demo-etcd",
                        "image",
                        "localhost/minik-node:v1.37.0",
                        "address",
                        "172.31.0.110",
                        "volume",
                        "demo-etcd-var")),
                described.get("etcdNodes"));
        assertFalse(ClusterPlanner.describe(plan("")).containsKey("etcdNodes"));
    }

    @Test
    void nodesOfEtcdPullAsOthersDo() {
        var plan = plan("""
                etcd: {topology: external}
                proxy: {http: 'http://proxy:3128'}
                registries: [{host: docker.io, mirrors: ['http://mirror:5000']}]
                """);

        var node = plan.etcdNodes().get(0);
        assertEquals("http://proxy:3128", node.environment().get("HTTP_PROXY"));
        assertFalse(node.environment().containsKey("KUBECONFIG"));
        assertEquals(
                List.of("/etc/containerd/certs.d/docker.io/hosts.toml"),
                node.files().stream().map(NodeFile::path).toList());
    }

    @Test
    void controlPlanesTakeWorkloadsWhereNobodyElseCould() {
        assertEquals(List.of(), plan("").firstControlPlane().taints());
        assertEquals(List.of(), plan(nodes(3, 0)).firstControlPlane().taints());
        assertEquals(
                List.of(new Taint("node-role.kubernetes.io/control-plane", "", "NoSchedule")),
                plan(nodes(2, 1)).controlPlanes().get(1).taints());
    }

    @Test
    void avoidsSubnetsInUse() {
        var first = subnet(plan(""));
        var taken = Plans.host(2, first, Cidr.parse("172.31.0.0/17"));

        assertEquals(Cidr.parse("172.31.128.0/24"), subnet(Plans.plan(config(""), taken)));
    }

    @Test
    void avoidsThePodAndServiceSubnets() {
        var plan = plan("networking: {podSubnet: 172.31.0.0/16, serviceSubnet: 172.30.0.0/16}\n");

        assertEquals(Cidr.parse("172.29.0.0/24"), subnet(plan));
    }

    @Test
    void saysWhenNoSubnetIsLeft() {
        var full = Plans.host(2, Cidr.parse("172.16.0.0/12"), Cidr.parse("192.168.0.0/16"));

        var failure = assertThrows(MinikException.class, () -> Plans.plan(config(""), full));

        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
    }

    @Test
    void clustersOfIpv6HaveASubnetOfEachVersionThatGoTogether() {
        var plan = plan("networking: {ipFamily: ipv6}\n");

        assertEquals(
                List.of("172.31.0.0/24", "fd6d:696e:696b:1f00::/64"),
                plan.network().ranges().stream()
                        .map(range -> range.subnet().toString())
                        .toList());
        assertEquals(
                "fd6d:696e:696b:1f00::3", plan.firstControlPlane().address().toString());
        assertEquals(1, plan.firstControlPlane().addresses().size());
        assertEquals(
                List.of(Cidr.parse("fd00:10:244::/64")),
                plan.firstControlPlane().podSubnets());
        assertEquals("::1", plan.apiServer().hostAddress());
        var taken = Plans.host(2, Cidr.parse("fd6d:696e:696b:1f00::/64"));
        assertEquals(
                "fd6d:696e:696b:1f01::/64",
                Plans.plan(config("networking: {ipFamily: ipv6}\n"), taken)
                        .network()
                        .ranges()
                        .get(1)
                        .subnet()
                        .toString());
    }

    @Test
    void dualStackNodesHaveAddressesOfBothVersions() {
        var node = plan("networking: {ipFamily: dual}\n").firstControlPlane();

        assertEquals(
                List.of("172.31.0.3", "fd6d:696e:696b:1f00::3"),
                node.addresses().stream().map(IpAddress::toString).toList());
        assertEquals(List.of(Cidr.parse("10.244.0.0/24"), Cidr.parse("fd00:10:244::/64")), node.podSubnets());
    }

    @Test
    void handsOutFreePortsOnceAndKeepsWantedOnes() {
        var config = config("""
                nodes:
                - extraPortMappings:
                  - {containerPort: 80}
                  - {containerPort: 81, hostPort: 8081}
                  - {containerPort: 82, hostPort: -1, protocol: UDP}
                  - {containerPort: 83}
                """);

        assertEquals(3, ClusterPlanner.randomPorts(config));
        assertEquals(
                List.of(40001, 40002, 8081, 0, 40003),
                Plans.plan(config, Plans.HOST).firstControlPlane().ports().stream()
                        .map(port -> port.hostPort())
                        .toList());
    }

    @Test
    void keepsAWantedApiServerPort() {
        var config = config("networking: {apiServerPort: 16443}\n");

        assertEquals(0, ClusterPlanner.randomPorts(config));
        assertEquals(16443, Plans.plan(config, Plans.host(2)).apiServer().hostPort());
    }

    @Test
    void takesServiceAddressesAsKubeadmDoes() {
        var plan = plan("networking: {ipFamily: dual}\n");

        assertEquals(
                List.of("10.96.0.1", "fd00:10:96::1"),
                plan.apiServiceAddresses().stream().map(IpAddress::toString).toList());
        assertEquals("10.96.0.10", plan.dnsServiceAddress().toString());
    }

    @Test
    void describesEverythingAUserMayAskFor() {
        var description = ClusterPlanner.describe(plan(nodes(2, 0)));

        assertEquals("demo", description.get("name"));
        assertEquals("127.0.0.1:40001->6443/tcp", description.get("apiServer"));
        assertEquals(2, description.get("nodes") instanceof List<?> nodes ? nodes.size() : -1);
        assertTrue(String.valueOf(description.get("balancer")).contains("172.31.0.126"));
    }

    @Test
    void nodesAreToldOfLocalRegistries() {
        var cache = new RegistryFacts(new RegistryName("hub"), 61001, Optional.of("https://registry-1.docker.io"));
        var plan = using(config("localRegistries: [hub]\nproxy: {http: 'http://p.example:1'}\n"), cache);

        var files = plan.firstControlPlane().files();
        assertEquals(
                List.of(
                        "/etc/containerd/certs.d/docker.io/hosts.toml",
                        "/etc/containerd/certs.d/localhost:61001/hosts.toml"),
                files.stream().map(NodeFile::path).toList());
        assertTrue(
                files.get(0).content().contains("[host.\"http://minik-hub:5000\"]"),
                files.get(0).content());
        var noProxy = String.valueOf(plan.firstControlPlane().environment().get("NO_PROXY"));
        assertTrue(List.of(noProxy.split(",")).contains("minik-hub"), noProxy);
        assertEquals(
                List.of("hub (localhost:61001)"), ClusterPlanner.describe(plan).get("localRegistries"));
    }

    @Test
    void aCacheServesNothingThatIsDescribedOtherwise() {
        var cache = new RegistryFacts(new RegistryName("hub"), 61001, Optional.of("https://registry-1.docker.io"));
        var config = config("localRegistries: [hub]\nregistries: [{host: docker.io}]\n");

        var failure = assertThrows(MinikException.class, () -> using(config, cache));

        assertTrue(failure.message().contains("'hub' serves docker.io"), failure.message());
    }

    private static ClusterPlan using(ClusterConfig config, RegistryFacts registry) {
        var images = new ImagePlan(List.of(Plans.image("v1.37.0")), Optional.empty());
        return new ClusterPlanner().plan(config, images, Plans.HOST, List.of(registry));
    }

    @Test
    void imagesInKindsStyleLackWhatSomeTuningsNeed() {
        var plan = Plans.plan(config(nodes(1, 1)), Plans.HOST, Plans.KINDS_IMAGE);

        for (var tuning : List.of(Tuning.EARLY_OBJECTS, Tuning.EARLY_CNI, Tuning.FIRST_PODS, Tuning.CALM_STATISTICS)) {
            assertFalse(plan.has(tuning), tuning.text());
        }
        assertTrue(plan.has(Tuning.OVERLAPPED_PHASES));
        assertEquals(List.of(), plan.firstControlPlane().podSubnets());
    }

    @Test
    void aNetworkWithoutPodsStartsEarlyInAnyImage() {
        var bridge = "networking: {cni: bridge, ipFamily: dual}\n" + nodes(1, 1);
        var subnets = List.of(Cidr.parse("10.244.0.0/24"), Cidr.parse("fd00:10:244::/64"));
        for (var plan : List.of(plan(bridge), Plans.plan(config(bridge), Plans.HOST, Plans.KINDS_IMAGE))) {
            assertTrue(plan.has(Tuning.EARLY_CNI));
            assertEquals(subnets, plan.firstControlPlane().podSubnets());
            assertEquals(
                    List.of(Cidr.parse("10.244.1.0/24"), Cidr.parse("fd00:10:244:1::/64")),
                    plan.workers().get(0).podSubnets());
        }
        assertFalse(plan("networking: {cni: none}\n").has(Tuning.EARLY_CNI));
        assertFalse(plan("networking: {cni: 'https://example.org/x.yaml'}\n").has(Tuning.EARLY_CNI));
    }

    @Test
    void workersBeginWithTheClusterWhereKubeadmKeepsTheirRuntimeOnTheNode() {
        assertTrue(plan(nodes(1, 1)).has(Tuning.EARLY_WORKERS));
        assertFalse(plan(nodes(3, 0)).has(Tuning.EARLY_WORKERS));
        var old = Plans.plan(config(nodes(1, 1)), Plans.HOST, Plans.image("v1.33.1"));
        assertTrue(old.has(Tuning.KUBELET_CERTIFICATES));
        assertFalse(old.has(Tuning.EARLY_WORKERS));
    }

    @Test
    void theFirstNodeIsFavouredOnlyAmongSeveral() {
        assertTrue(plan(nodes(1, 1)).has(Tuning.FIRST_NODE_SHARE));
        assertFalse(plan("").has(Tuning.FIRST_NODE_SHARE));
    }

    @Test
    void podsAreMadeAheadOnlyWhereTheyCanRunAtOnce() {
        assertTrue(plan("").has(Tuning.FIRST_PODS));
        assertTrue(plan("networking: {cni: bridge}\n").has(Tuning.FIRST_PODS));
        assertTrue(plan(nodes(3, 1)).has(Tuning.FIRST_PODS));
        for (var networking : List.of("cni: none", "cni: 'https://example.org/x.yaml'", "kubeProxyMode: none")) {
            assertFalse(plan("networking: {%s}%n".formatted(networking)).has(Tuning.FIRST_PODS), networking);
        }
    }

    @Test
    void anOldKubeadmIsTakenAsItIs() {
        var plan = Plans.plan(config(nodes(1, 0)), Plans.HOST, Plans.image("v1.31.0"));

        assertEquals(Set.of(), plan.tuning());
    }

    @Test
    void anApiServerOnAnotherHostIsPublishedWhereThatIsReached() {
        var host = Plans.otherHost("192.0.2.7", "lab.example.org");
        var plan = Plans.plan(config(""), host);

        assertEquals("192.0.2.7", plan.apiServer().hostAddress());
        assertEquals(List.of("127.0.0.1", "192.0.2.7", "lab.example.org"), plan.apiServerNames());
    }

    @Test
    void anApiServerOnThisHostIsPublishedOnItsLoopbackAddress() {
        assertEquals("127.0.0.1", plan("").apiServer().hostAddress());
        assertEquals(List.of("127.0.0.1"), plan("").apiServerNames());
        var v6 = plan("networking: {ipFamily: ipv6}\n");
        assertEquals("::1", v6.apiServer().hostAddress());
        assertEquals(List.of("127.0.0.1", "::1"), v6.apiServerNames());
    }

    @Test
    void aWrittenAddressOfTheApiServerGoesFirst() {
        var host = Plans.otherHost("192.0.2.7", "192.0.2.7");
        var plan = Plans.plan(config("networking: {apiServerAddress: 0.0.0.0}\n"), host);

        assertEquals("0.0.0.0", plan.apiServer().hostAddress());
        assertEquals(List.of("127.0.0.1", "192.0.2.7"), plan.apiServerNames());
    }

    @Test
    void tuningsAreListedWithReasonsAndFitTheCluster() {
        var one = plan("");
        var two = plan(nodes(1, 1));

        assertTrue(one.has(Tuning.ONE_DNS));
        assertFalse(two.has(Tuning.ONE_DNS));
        assertTrue(two.has(Tuning.NO_ELECTION));
        var described = String.valueOf(ClusterPlanner.describe(one).get("tuning"));
        assertTrue(described.contains("early-cni=" + Tuning.EARLY_CNI.reason()), described);
    }

    @Test
    void withoutTuningThereIsNone() {
        var plan = Plans.plan(config(nodes(3, 1), TuningLevel.NONE), Plans.HOST);

        assertEquals(Set.of(), plan.tuning());
        assertEquals(List.of(), plan.firstControlPlane().podSubnets());
    }

    @Test
    void thePodSubnetsOfAllNodesAreFixed() {
        assertEquals(
                List.of(List.of(Cidr.parse("10.244.0.0/24")), List.of(Cidr.parse("10.244.1.0/24"))),
                plan(nodes(1, 1)).nodes().stream().map(NodePlan::podSubnets).toList());
    }

    @Test
    void whatANodeDoesNotGetOfTheHostIsReserved() {
        var node = plan("nodes: [{cpus: 500m, memory: 1Gi}]\n").firstControlPlane();

        assertEquals(new Resources(3500, 7L << 30), node.reserved());
        assertEquals(Resources.ALL, plan("").firstControlPlane().reserved());
        var failure = assertThrows(MinikException.class, () -> plan("nodes: [{cpus: 5}]\n"));
        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
    }

    @Test
    void variablesReachWhatSystemdStarts() {
        var node = plan("nodes: [{environment: {A: 'x \"y\" 100%'}}]\n").firstControlPlane();

        assertEquals("x \"y\" 100%", node.environment().get("A"));
        assertTrue(
                node.files().stream()
                        .anyMatch(file -> file.content().contains("DefaultEnvironment=\"A=x \\\"y\\\" 100%%\"")),
                node.files().toString());
    }

    @Test
    void aProxyIsNotAskedForTheCluster() {
        var environment = plan("proxy: {https: 'http://proxy:3128', noProxy: [.lan]}\n" + nodes(1, 1))
                .firstControlPlane()
                .environment();

        assertEquals("http://proxy:3128", environment.get("https_proxy"));
        assertFalse(environment.containsKey("HTTP_PROXY"));
        var direct = List.of(String.valueOf(environment.get("NO_PROXY")).split(",", -1));
        assertTrue(
                direct.containsAll(List.of(
                        "172.31.0.0/24", "10.244.0.0/16", "10.96.0.0/16", ".svc", "demo-api", "demo-worker", ".lan")),
                direct.toString());
    }

    @Test
    void aVirtualAddressNeedsNoPortWhereItIsReached() {
        var plan = plan("controlPlaneEndpoint: vip\n" + nodes(3, 0));

        assertEquals(Optional.empty(), plan.balancer());
        assertEquals("demo-api:8443", plan.endpointWithPort());
        assertEquals("172.31.0.127", plan.apiServer().hostAddress());
        assertTrue(plan.apiServerNames().contains("172.31.0.127"));
        var forwarded = plan("controlPlaneEndpoint: vip\nnetworking: {apiServerPort: 16443}\n" + nodes(3, 0));
        assertEquals(
                List.of(), forwarded.balancer().map(BalancerPlan::aliases).orElseThrow(), "the nodes do not need it");
        assertEquals(16443, forwarded.apiServer().hostPort());
        assertTrue(forwarded.apiServerNames().contains("172.31.0.127"));
    }

    @Test
    void ipvsIsRefusedWhereTheKernelHasNone() {
        var failure = assertThrows(MinikException.class, () -> plan("networking: {kubeProxyMode: ipvs}\n"));

        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
    }

    private static Cidr subnet(ClusterPlan plan) {
        return plan.network().ranges().get(0).subnet();
    }
}
