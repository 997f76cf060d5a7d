package dev.minik.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.config.NodeRequest;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Role;
import dev.minik.plan.NodeChanges.Changed;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is decided when a cluster gets other nodes than it had. */
class NodeChangesTest {
    private static final ImageFacts IMAGE = Plans.image("v1.37.0");

    @Test
    void aWorkerGetsTheNextNameAndAddress() {
        var grown = add(created(Plans.nodes(1, 1)), Role.WORKER, 2);

        assertEquals(List.of("demo-control-plane", "demo-worker", "demo-worker2", "demo-worker3"), names(grown.plan()));
        assertEquals(
                List.of("172.31.0.3", "172.31.0.4", "172.31.0.5", "172.31.0.6"),
                grown.plan().nodes().stream()
                        .map(node -> node.address().toString())
                        .toList());
        assertEquals(3, grown.config().count(Role.WORKER));
        assertEquals(Optional.empty(), grown.plan().balancer());
    }

    @Test
    void whatIsFreeIsUsedAgain() {
        var shrunk = remove(created(Plans.nodes(1, 3)), "demo-worker2");
        var grown = add(shrunk, Role.WORKER, 1);

        assertEquals(List.of("demo-control-plane", "demo-worker", "demo-worker3", "demo-worker2"), names(grown.plan()));
        assertEquals("172.31.0.5", grown.plan().nodes().get(3).address().toString());
        assertEquals(
                1, Set.copyOf(grown.plan().nodes().get(3).networkAddresses()).size());
    }

    @Test
    void aSecondControlPlaneBringsABalancerWithAPortOfItsOwn() {
        var alone = created(Plans.nodes(1, 0));
        var grown = add(alone, Role.CONTROL_PLANE, 2);

        var balancer = grown.plan().balancer().orElseThrow();
        assertEquals("demo-external-load-balancer", balancer.name());
        assertEquals(List.of("demo-api"), balancer.aliases());
        assertEquals(
                alone.plan().apiServer(),
                grown.plan().firstControlPlane().ports().get(0));
        assertFalse(
                alone.plan().apiServer().hostPort() == grown.plan().apiServer().hostPort());
        assertEquals(ClusterPlan.API_PORT, grown.plan().apiServer().containerPort());
    }

    @Test
    void whatWasTunedForOneIsTakenBackForGood() {
        var grown = add(created(Plans.nodes(1, 0)), Role.CONTROL_PLANE, 1);
        for (Tuning one : List.of(Tuning.NO_ELECTION, Tuning.ETCD_TIMES, Tuning.ONE_DNS)) {
            assertFalse(grown.plan().has(one), one::text);
        }
        assertTrue(grown.plan().has(Tuning.EARLY_CNI));
        assertFalse(remove(grown, "demo-control-plane2").plan().has(Tuning.NO_ELECTION));
    }

    @Test
    void membersThatJoinDoNotBeginWithTheCluster() {
        assertTrue(created(Plans.nodes(3, 0)).plan().has(Tuning.ETCD_TOGETHER));
        assertFalse(
                add(created(Plans.nodes(3, 0)), Role.CONTROL_PLANE, 2).plan().has(Tuning.ETCD_TOGETHER));
    }

    @Test
    void theOnlyControlPlaneLeftNeedsNoBalancerWhereItHasThePortItself() {
        var alone = created(Plans.nodes(1, 0));
        var grown = add(alone, Role.CONTROL_PLANE, 1);

        var back = remove(grown, "demo-control-plane2");
        assertEquals(Optional.empty(), back.plan().balancer());
        assertEquals(alone.plan().apiServer(), back.plan().apiServer());

        var other = remove(grown, "demo-control-plane");
        assertEquals(grown.plan().balancer(), other.plan().balancer());
        assertEquals(grown.plan().apiServer(), other.plan().apiServer());
        assertEquals("demo-control-plane2", other.plan().firstControlPlane().name());
    }

    @Test
    void aVirtualAddressNeedsNoBalancer() {
        var cluster = created("controlPlaneEndpoint: vip\n" + Plans.nodes(2, 0));

        assertEquals(
                Optional.empty(), add(cluster, Role.CONTROL_PLANE, 1).plan().balancer());
    }

    @Test
    void aNodeThatJoinsAnewComesLastWithItsNameAndAddress() {
        var cluster = created(Plans.nodes(3, 1));
        var before = cluster.plan().firstControlPlane();
        var again = NodeChanges.rejoining(cluster.config(), cluster.plan(), Set.of("demo-control-plane"));

        assertEquals(
                List.of("demo-control-plane2", "demo-control-plane3", "demo-worker", "demo-control-plane"),
                names(again.plan()));
        assertEquals(before.addresses(), again.plan().nodes().get(3).addresses());
        assertEquals(List.of(), again.plan().nodes().get(3).podSubnets());
        assertEquals(Role.CONTROL_PLANE, again.config().nodes().get(3).role());
        assertEquals("demo-control-plane2", again.plan().firstControlPlane().name());
    }

    @Test
    void thereIsAnEndToGrowth() {
        var message = assertThrows(MinikException.class, () -> add(created(Plans.nodes(5, 0)), Role.CONTROL_PLANE, 3));
        assertEquals(ExitCode.USAGE, message.exitCode());
        assertEquals(
                ExitCode.USAGE,
                assertThrows(MinikException.class, () -> add(created(Plans.nodes(1, 50)), Role.WORKER, 50))
                        .exitCode());
        assertEquals(
                9,
                add(created("etcd: {topology: external}\n" + Plans.nodes(1, 0)), Role.CONTROL_PLANE, 8)
                        .plan()
                        .controlPlanes()
                        .size());
    }

    private static Changed created(String fields) {
        var config = Plans.config(fields);
        return new Changed(config, Plans.plan(config, Plans.HOST));
    }

    private static Changed add(Changed cluster, Role role, int count) {
        var added = new NodeRequest(role, count, Optional.empty(), Map.of(), List.of()).nodes();
        return NodeChanges.add(
                cluster.config(),
                cluster.plan(),
                added,
                new ImagePlan(Collections.nCopies(count, IMAGE), Optional.of(IMAGE)),
                new HostFacts(
                        2,
                        true,
                        false,
                        4,
                        8L << 30,
                        false,
                        Plans.HOST.proxy(),
                        Plans.HOST.mtu(),
                        List.of(),
                        List.of(50001, 50002),
                        Reach.LOOPBACK));
    }

    private static Changed remove(Changed cluster, String name) {
        return NodeChanges.remove(cluster.config(), cluster.plan(), Set.of(name));
    }

    private static List<String> names(ClusterPlan plan) {
        return plan.nodes().stream().map(NodePlan::name).toList();
    }
}
