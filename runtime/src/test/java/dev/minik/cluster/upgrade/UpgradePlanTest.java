package dev.minik.cluster.upgrade;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.cluster.upgrade.ClusterUpgrades.Step;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.KubernetesVersion;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Plans;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradePlanTest {
    private static final KubernetesVersion NEW = KubernetesVersion.parse("v1.37.0");

    @ParameterizedTest
    @ValueSource(strings = {"v1.36.3", "v1.36.4", "v1.37.0", "v1.37.9"})
    void oneMinorVersionIsAStep(String version) {
        assertDoesNotThrow(() -> plan("nodes: [{}]", Map.of(), version).check());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.35.9", "v1.38.0", "v2.0.0"})
    void thereIsNoWayBackAndNoLeap(String version) {
        var refused = assertThrows(
                MinikException.class,
                () -> plan("nodes: [{}]", Map.of(), version).check());
        assertEquals(ExitCode.WRONG_STATE, refused.exitCode());
    }

    @Test
    void controlPlanesComeFirstAndOneByOne() {
        var plan = plan(Plans.nodes(2, 2), Map.of(), "v1.37.0");

        assertEquals(
                List.of("demo-control-plane", "demo-control-plane2", "demo-worker", "demo-worker2"),
                plan.nodes().stream().map(NodePlan::name).toList());
        assertEquals(
                List.of("kubeadm upgrade apply v1.37.0", "kubeadm upgrade node"),
                plan.steps().stream()
                        .map(Step::action)
                        .filter(action -> action.startsWith("kubeadm"))
                        .distinct()
                        .toList());
    }

    @Test
    void whatIsDoneIsPassedOver() {
        var plan = plan(Plans.nodes(1, 2), Map.of("demo-control-plane", NEW, "demo-worker", NEW), "v1.37.0");

        assertEquals(
                List.of("demo-worker2"),
                plan.nodes().stream().map(NodePlan::name).toList());
        assertEquals(
                List.of(),
                plan("nodes: [{}]", Map.of("demo-control-plane", NEW), "v1.37.0")
                        .steps());
    }

    @Test
    void podsAreEvictedWhereTheyHaveAnotherNodeToGoTo() {
        assertEquals(List.of(false), drained("nodes: [{}]"));
        assertEquals(List.of(true, false), drained(Plans.nodes(1, 1)));
        assertEquals(List.of(true, true, true), drained(Plans.nodes(1, 2)));
        assertEquals(List.of(true, true), drained(Plans.nodes(2, 0)));
    }

    private static List<Boolean> drained(String fields) {
        var plan = plan(fields, Map.of(), "v1.37.0");
        return plan.nodes().stream().map(plan::isDrained).toList();
    }

    private static UpgradePlan plan(String fields, Map<String, KubernetesVersion> running, String version) {
        var old = Plans.plan(Plans.config(fields), Plans.HOST, Plans.image("v1.36.3"));
        return new UpgradePlan(old, running, KubernetesVersion.parse(version));
    }
}
