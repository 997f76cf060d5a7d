package dev.minik.cluster.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.life.Awakening.Awaited;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwakeningTest {
    private static final Instant THAWED = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NODE = "demo-worker";

    private final List<List<String>> commands = new ArrayList<>();
    private final FakeEngine engine = new FakeEngine(this::answer).withImage("node");
    private final Kubelet kubelet = new Kubelet();

    AwakeningTest() {
        engine.startContainer(
                engine.createContainer(ContainerSpec.of(NODE, "node").build()));
    }

    private ExecResult answer(String container, ExecSpec spec) {
        commands.add(spec.command());
        kubelet.ready = !kubelet.stubborn;
        return new ExecResult(0, "", "");
    }

    @Test
    void aKubeletThatOversleptIsStartedAgain() {
        awakening(Set.of()).await(Duration.ofSeconds(30), "wait");

        assertEquals(List.of(List.of("systemctl", "restart", "kubelet")), commands);
    }

    @Test
    void onceIsEnough() {
        kubelet.stubborn = true;

        var failure =
                assertThrows(MinikException.class, () -> awakening(Set.of()).await(Duration.ofMillis(200), "wait"));

        assertEquals(ExitCode.TIMED_OUT, failure.exitCode());
        assertTrue(failure.message().contains("container runtime is down"), failure::message);
        assertEquals(1, commands.size());
    }

    @Test
    void aKubeletThatIsWellOrNewIsLeftAlone() {
        kubelet.ready = true;
        awakening(Set.of()).await(Duration.ofSeconds(30), "wait");
        kubelet.ready = false;
        assertThrows(MinikException.class, () -> awakening(Set.of(NODE)).await(Duration.ofMillis(200), "wait"));

        assertEquals(List.of(), commands);
    }

    private Awakening awakening(Set<String> restarted) {
        var awaited = new Awaited(List.of(NODE), List.of(), Map.of(NODE, THAWED), restarted, true, false);
        return new Awakening(engine, Progress.silent(), kubelet, awaited);
    }

    /** An API server that knows one node, whose kubelet has reported since. */
    private static final class Kubelet implements KubeApi {
        private boolean ready;
        private boolean stubborn;

        @Override
        public List<NodeState> nodes() {
            var message = ready ? "kubelet is posting ready status" : "container runtime is down";
            return List.of(new NodeState(
                    NODE, ready ? "True" : "False", message, "v1.37.0", Optional.of(THAWED.plusSeconds(1))));
        }

        @Override
        public Map<String, NodeMarks> nodeMarks() {
            return Map.of();
        }

        @Override
        public void markNode(String name, Map<String, Optional<String>> labels, List<Taint> taints) {
            throw new AssertionError("nobody marks nodes");
        }

        @Override
        public Optional<Boolean> deploymentAvailable(String namespace, String name) {
            return Optional.of(true);
        }

        @Override
        public List<PodState> pods() {
            return List.of();
        }

        @Override
        public Map<String, Instant> leases(String namespace) {
            return Map.of(NODE, THAWED.plusSeconds(1));
        }

        @Override
        public List<StartedPod> startedPods(String label, List<String> values) {
            return List.of();
        }

        @Override
        public void releaseLease(String namespace, String name, Instant before) {
            throw new AssertionError("nobody was elected");
        }

        @Override
        public void deleteSecret(String namespace, String name) {
            throw new AssertionError("nobody deletes secrets");
        }

        @Override
        public void applyConfigMap(String namespace, String name, Map<String, String> data) {
            throw new AssertionError("nobody makes config maps");
        }

        @Override
        public void deleteConfigMap(String namespace, String name) {
            throw new AssertionError("nobody deletes config maps");
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
