package dev.minik.cluster.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant BEFORE = STARTED.minusSeconds(1);
    private static final Instant AFTER = STARTED.plusSeconds(1);
    private static final String NODE = "demo-worker";

    private final List<List<String>> commands = new ArrayList<>();
    private final FakeEngine engine = new FakeEngine(this::answer).withImage("node");
    private final Server server = new Server();

    AwakeningTest() {
        engine.startContainer(
                engine.createContainer(ContainerSpec.of(NODE, "node").build()));
    }

    private ExecResult answer(String container, ExecSpec spec) {
        commands.add(spec.command());
        server.ready = !server.stubborn;
        return new ExecResult(0, "", "");
    }

    @Test
    void aKubeletThatOversleptIsStartedAgain() {
        server.ready = false;

        comesBack(Set.of(NODE));

        assertEquals(List.of(List.of("systemctl", "restart", "kubelet")), commands);
    }

    @Test
    void onceIsEnough() {
        server.ready = false;
        server.stubborn = true;

        assertEquals("node demo-worker is not Ready: container runtime is down", missing(Set.of(NODE)));
        assertEquals(1, commands.size());
    }

    @Test
    void aKubeletThatIsWellOrNewIsLeftAlone() {
        comesBack(Set.of(NODE));
        server.ready = false;
        missing(Set.of());

        assertEquals(List.of(), commands);
    }

    @Test
    void whatIsKnownFromBeforeTheStartDoesNotCount() {
        server.heartbeat = BEFORE;
        assertEquals("the kubelet of node demo-worker has not reported yet", missing(Set.of()));
        server.heartbeat = AFTER;
        server.reported = BEFORE;
        assertEquals("the kubelet of node demo-worker has not reported yet", missing(Set.of()));
        server.reported = AFTER;
        server.pod("kube-proxy", NODE, BEFORE, "10.0.0.1");
        assertEquals("pod kube-system/kube-proxy on demo-worker is not ready", missing(Set.of()));
        server.pods.clear();
        server.pod("kube-proxy", NODE, AFTER, "10.0.0.1");
        server.pod("kube-proxy", "of a node that is not waited for", BEFORE, "10.0.0.9");

        comesBack(Set.of());
    }

    @Test
    void theServiceOfDnsLeadsToThePodsThatRun() {
        var stale = "service kube-system/kube-dns does not lead to the pods of CoreDNS yet";
        server.pod("kube-dns", NODE, AFTER, "10.0.0.5");
        server.endpoints = Optional.of(Set.of("10.0.0.2"));
        assertEquals(stale, missing(Set.of()));
        server.endpoints = Optional.of(Set.of("10.0.0.2", "10.0.0.5"));
        assertEquals(stale, missing(Set.of()));
        server.endpoints = Optional.of(Set.of());
        assertEquals(stale, missing(Set.of()));
        server.endpoints = Optional.of(Set.of("10.0.0.5"));
        comesBack(Set.of());
        server.endpoints = Optional.empty();
        comesBack(Set.of());
    }

    @Test
    void leasesOfThoseThatAreGoneAreReleasedOnce() {
        server.endpoints = Optional.of(Set.of("10.0.0.2"));
        missing(Set.of());

        assertEquals(List.of("kube-controller-manager", "kube-scheduler"), server.released);
    }

    private void comesBack(Set<String> thawed) {
        awakening(thawed).await(Duration.ofSeconds(30), "wait");
    }

    /** Returns what is missing in the end. */
    private String missing(Set<String> thawed) {
        var failure = assertThrows(MinikException.class, () -> awakening(thawed).await(Duration.ofMillis(120), "wait"));
        assertEquals(ExitCode.TIMED_OUT, failure.exitCode());
        return failure.message().replace("not ready in time: ", "");
    }

    private Awakening awakening(Set<String> thawed) {
        var starts = Map.of(NODE, STARTED);
        return new Awakening(
                engine, Progress.silent(), server, new Awaited(List.of(NODE), List.of(), starts, starts, thawed, true));
    }

    /** An API server that knows one node, whose kubelet has reported since its start. */
    private static final class Server implements KubeApi {
        private final List<String> released = new ArrayList<>();
        private final List<StartedPod> pods = new ArrayList<>();
        private Optional<Set<String>> endpoints = Optional.empty();
        private Instant heartbeat = AFTER;
        private Instant reported = AFTER;
        private boolean ready = true;
        private boolean stubborn;

        void pod(String name, String node, Instant started, String address) {
            pods.add(new StartedPod("kube-system", name, node, true, Optional.of(started), Set.of(address)));
        }

        @Override
        public List<NodeState> nodes() {
            var message = ready ? "kubelet is posting ready status" : "container runtime is down";
            return List.of(new NodeState(NODE, ready ? "True" : "False", message, "v1.37.0", Optional.of(reported)));
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
            return Map.of(NODE, heartbeat);
        }

        @Override
        public List<StartedPod> startedPods(String label, List<String> values) {
            return pods.stream().filter(pod -> values.contains(pod.name())).toList();
        }

        @Override
        public Optional<Set<String>> endpoints(String namespace, String service) {
            return endpoints;
        }

        @Override
        public void releaseLease(String namespace, String name, Map<String, Instant> started) {
            released.add(name);
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
