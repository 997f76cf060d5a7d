package dev.minik.cluster.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.TestMachines;
import dev.minik.cluster.TestParts;
import dev.minik.cluster.life.LifeCycle.Options;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.EngineException;
import dev.minik.engine.PortPublish;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kubeconfig.KubeconfigEntry;
import dev.minik.model.ClusterName;
import dev.minik.model.IpAddress;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import dev.minik.model.Protocol;
import dev.minik.pki.CertificateRenewal;
import dev.minik.pki.ClientIdentity;
import dev.minik.pki.ClusterPki;
import dev.minik.pki.PemFile;
import dev.minik.pki.PkiSpec;
import dev.minik.progress.Progress;
import dev.minik.progress.ProgressEvent;
import dev.minik.progress.SteadyClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLifeCycleTest {
    private static final ClusterName NAME = new ClusterName("demo");
    private static final KubernetesVersion VERSION = KubernetesVersion.parse("1.37.0");
    private static final Options NOT_WAITING = new Options(Duration.ZERO, Optional.empty());
    private static final Duration YEAR = Duration.ofDays(365);

    private final FakeEngine engine = new FakeEngine().withImage("node");
    private final List<String> told = new ArrayList<>();
    private final ClusterParts parts;
    private final LifeCycle life;

    private final Path kubeconfig;

    EngineLifeCycleTest(@TempDir Path directory) {
        kubeconfig = directory.resolve("kubeconfig");
        parts = TestParts.of(engine, directory, new Progress(this::listen, new SteadyClock()));
        life = new EngineLifeCycle(parts);
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void everythingOfAClusterStopsAndStarts() {
        wholeCluster();

        assertTrue(life.stop(NAME).changed());
        assertEquals(List.of(State.EXITED), states());
        assertFalse(life.stop(NAME).changed());

        assertTrue(life.start(NAME, NOT_WAITING).changed());
        assertEquals(List.of(State.RUNNING), states());
        assertEquals(5, engine.calls("restartUnlessStopped").size());
        assertFalse(life.start(NAME, NOT_WAITING).changed());
    }

    @Test
    void everythingOfAClusterIsFrozenAndThawed() {
        wholeCluster();

        assertTrue(life.pause(NAME).changed());
        assertEquals(List.of(State.PAUSED), states());
        assertFalse(life.pause(NAME).changed());
        assertTrue(life.resume(NAME, NOT_WAITING).changed());
        assertEquals(List.of(State.RUNNING), states());
        assertFalse(life.resume(NAME, NOT_WAITING).changed());
    }

    @Test
    void whatWasInterruptedIsFinished() {
        wholeCluster();
        engine.pauseContainer("demo-worker");

        assertTrue(life.pause(NAME).changed());
        assertEquals(List.of(State.PAUSED), states());

        engine.unpauseContainer("demo-external-load-balancer");
        assertTrue(life.resume(NAME, NOT_WAITING).changed());
        assertEquals(List.of(State.RUNNING), states());

        engine.stopContainer("demo-etcd", Duration.ZERO);
        assertTrue(life.start(NAME, NOT_WAITING).changed());
        assertEquals(List.of(State.RUNNING), states());
    }

    @Test
    void aPausedClusterIsStoppedButNotStarted() {
        wholeCluster();
        life.pause(NAME);

        assertEquals(
                "let it run on: minik resume cluster demo",
                refused(() -> life.start(NAME, NOT_WAITING)).remedy());
        assertEquals(
                "let it run on: minik resume cluster demo",
                refused(() -> life.restart(NAME, NOT_WAITING)).remedy());
        assertTrue(life.stop(NAME).changed());
        assertEquals(List.of(State.EXITED), states());
    }

    @Test
    void aStoppedClusterIsNeitherPausedNorResumed() {
        wholeCluster();
        life.stop(NAME);

        assertEquals(
                "start it: minik start cluster demo",
                refused(() -> life.pause(NAME)).remedy());
        assertEquals(
                "start it: minik start cluster demo",
                refused(() -> life.resume(NAME, NOT_WAITING)).remedy());
        assertEquals(
                "start it: minik start cluster demo",
                assertThrows(MinikException.class, () -> life.restartNodes(List.of("demo-worker"), NOT_WAITING))
                        .remedy());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertEquals(
                ExitCode.EXISTS_OR_NOT_FOUND,
                assertThrows(MinikException.class, () -> life.stop(NAME)).exitCode());
        wholeCluster();
        var failure = assertThrows(
                MinikException.class,
                () -> life.restartNodes(List.of("demo-worker", "demo-external-load-balancer"), NOT_WAITING));
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, failure.exitCode());
        assertEquals(List.of(), engine.calls("stopContainer"));
    }

    @Test
    void nodesAreRestartedOneAfterTheOther() {
        wholeCluster();

        life.restartNodes(List.of("demo-worker", "demo-etcd", "demo-worker"), NOT_WAITING);

        assertEquals(
                List.of("stop demo-worker", "start demo-worker", "stop demo-etcd", "start demo-etcd"),
                engine.calls().stream()
                        .filter(call ->
                                List.of("stopContainer", "startContainer").contains(call.method()))
                        .skip(5)
                        .map(call -> call.method().replace("Container", "") + " "
                                + engine.findContainer(call.arguments().get(0).toString())
                                        .orElseThrow()
                                        .name())
                        .toList());
    }

    @Test
    void stateInMemoryIsNotLost() {
        machine("demo-control-plane", Labels.KIND_NODE, "control-plane");
        put("demo-control-plane", Map.of("/etc/kubernetes/manifests/etcd.yaml", "- --unsafe-no-fsync=true"));

        assertTrue(refused(() -> life.stop(NAME)).message().contains("etcd.ephemeral"));
        assertTrue(refused(() -> life.restart(NAME, NOT_WAITING)).message().contains("etcd.ephemeral"));
        assertEquals(List.of(State.RUNNING), states());
        assertTrue(life.pause(NAME).changed());
    }

    @Test
    void aNodeWhoseContainerIsGoneIsTold() {
        wholeCluster();
        engine.createVolume("demo-worker2-var", Map.of(Labels.CLUSTER, "demo"));
        life.stop(NAME);

        life.start(NAME, NOT_WAITING);

        assertTrue(told.contains("the container of node demo-worker2 is gone"), told::toString);
    }

    @Test
    void aPortThatIsTakenIsTold() {
        wholeCluster();
        life.stop(NAME);
        engine.failOn(
                "startContainer",
                new EngineException(EngineException.Kind.PORT_IN_USE, "Bind for 127.0.0.1:40000 failed", null));

        var failure = refused(() -> life.start(NAME, NOT_WAITING));

        assertTrue(failure.message().contains("127.0.0.1:40000"), failure::message);
        engine.heal();
        assertTrue(life.start(NAME, NOT_WAITING).changed());
    }

    @Test
    void aNodeThatWasNeverFilledIsLeftToRepair() {
        wholeCluster();
        life.stop(NAME);
        var half = engine.createContainer(ContainerSpec.of("demo-worker9", "node")
                .labels(Map.of(Labels.CLUSTER, "demo", Labels.KIND, Labels.KIND_NODE, Labels.ROLE, "worker"))
                .build());
        engine.failOn("startContainer", half, new EngineException(EngineException.Kind.OTHER, "no such file", null));

        var failure = refused(() -> life.start(NAME, NOT_WAITING));

        assertEquals(ExitCode.WRONG_STATE, failure.exitCode());
        assertTrue(failure.remedy().startsWith("minik repair cluster demo"), failure::remedy);
    }

    @Test
    void certificatesThatHaveRunOutAreRenewedOnEveryMachine() throws IOException {
        var pki = pki(Instant.now().minus(YEAR.plusDays(1)));
        clusterOf(pki);
        parts.access().export(parts.resources().entrance(NAME), NAME, Optional.of(kubeconfig), false);
        life.stop(NAME);
        engine.occupyPort(40_000);

        assertTrue(life.start(NAME, new Options(Duration.ZERO, Optional.of(kubeconfig)))
                .changed());

        var soon = Instant.now().plus(YEAR).minus(Duration.ofHours(1));
        for (var path : List.of(
                "/etc/kubernetes/pki/apiserver.crt",
                "/etc/kubernetes/pki/apiserver-kubelet-client.crt",
                "/etc/kubernetes/pki/front-proxy-client.crt",
                "/etc/kubernetes/pki/etcd/server.crt",
                "/etc/kubernetes/pki/etcd/peer.crt")) {
            assertTrue(end(text("demo-control-plane", path)).isAfter(soon), path);
        }
        assertTrue(end(embedded(text("demo-control-plane", "/etc/kubernetes/admin.conf")))
                .isAfter(soon));
        assertTrue(end(embedded(Files.readString(kubeconfig))).isAfter(soon));
        assertTrue(Files.readString(kubeconfig).contains("https://127.0.0.1:40001"), "the port that is published now");
        for (var node : List.of("demo-control-plane", "demo-worker")) {
            var kubelet = text(node, "/var/lib/kubelet/pki/kubelet-client-first.pem");
            assertTrue(end(kubelet).isAfter(soon), node);
            assertTrue(kubelet.contains("EC PRIVATE KEY"), "its key is kept");
            assertTrue(end(text(node, "/var/lib/kubelet/pki/kubelet.crt")).isAfter(soon), node);
        }
        assertEquals(
                0600,
                engine.file("demo-worker", "/var/lib/kubelet/pki/kubelet-client-first.pem")
                        .orElseThrow()
                        .mode());
        assertEquals(pki.caCertificatePem(), text("demo-control-plane", "/etc/kubernetes/pki/ca.crt"));
        assertTrue(told.stream().anyMatch(one -> one.startsWith("Renewed ")), told::toString);
    }

    @Test
    void certificatesThatLiveOnAreLeft() {
        clusterOf(pki(Instant.now().minus(YEAR).plus(CertificateRenewal.AHEAD).plusSeconds(3600)));
        life.stop(NAME);
        var before = engine.calls("copyInto").size();

        life.start(NAME, NOT_WAITING);

        assertEquals(before, engine.calls("copyInto").size());
    }

    @Test
    void anAuthorityThatHasRunOutIsToldBeforeAnythingIsStarted() {
        clusterOf(pki(Instant.now().minus(YEAR.multipliedBy(10).plusDays(1))));
        life.stop(NAME);

        var failure = refused(() -> life.start(NAME, NOT_WAITING));

        assertTrue(failure.message().contains("CA /etc/kubernetes/pki/ca.crt ran out at"), failure::message);
        assertEquals(List.of(State.EXITED), states());
    }

    @Test
    void whatEtcdsOwnNodesHaveCannotBeRenewed() {
        var pki = pki(Instant.now().minus(YEAR.plusDays(1)));
        machine("demo-control-plane", Labels.KIND_NODE, "control-plane");
        machine("demo-etcd", Labels.KIND_ETCD, "");
        put("demo-control-plane", texts(pki.sharedFiles()));
        put("demo-etcd", texts(pki.etcd().memberFiles("demo-etcd", List.of(IpAddress.parse("172.30.0.3")))));
        life.stop(NAME);

        var failure = refused(() -> life.start(NAME, NOT_WAITING));

        assertTrue(
                failure.details().get(0).contains("demo-etcd:/etc/kubernetes/pki/etcd/server.crt"), failure::toString);
        assertEquals(List.of(State.EXITED), states());
    }

    @Test
    void whatEtcdsOwnNodesWillMissIsToldInTime() {
        var pki = pki(Instant.now().minus(YEAR).plusSeconds(3600));
        machine("demo-control-plane", Labels.KIND_NODE, "control-plane");
        machine("demo-etcd", Labels.KIND_ETCD, "");
        put("demo-control-plane", texts(pki.sharedFiles()));
        put("demo-etcd", texts(pki.etcd().memberFiles("demo-etcd", List.of(IpAddress.parse("172.30.0.3")))));
        life.stop(NAME);

        assertTrue(life.start(NAME, NOT_WAITING).changed());

        assertTrue(
                told.stream().anyMatch(one -> one.contains("demo-etcd:/etc/kubernetes/pki/etcd/peer.crt")),
                told::toString);
    }

    private void wholeCluster() {
        machine("demo-control-plane", Labels.KIND_NODE, "control-plane");
        machine("demo-worker", Labels.KIND_NODE, "worker");
        machine("demo-etcd", Labels.KIND_ETCD, "");
        machine("demo-external-load-balancer", Labels.KIND_BALANCER, "");
        machine("demo-of-a-kind-to-come", "forwarder", "");
    }

    private void clusterOf(ClusterPki pki) {
        machine("demo-control-plane", Labels.KIND_NODE, "control-plane");
        machine("demo-worker", Labels.KIND_NODE, "worker");
        var address = List.of(IpAddress.parse("172.30.0.2"));
        var files = new HashMap<String, String>();
        Stream.of(
                        pki.sharedFiles(),
                        pki.controlPlaneFiles("demo-control-plane", address),
                        pki.etcd().authorityFiles(),
                        pki.etcd().memberFiles("demo-control-plane", address),
                        pki.etcd().clientFiles())
                .forEach(some -> files.putAll(texts(some)));
        var admin = pki.admin();
        files.put(
                "/etc/kubernetes/admin.conf",
                new KubeconfigEntry(
                                "kubernetes",
                                "https://demo-api:6443",
                                pki.caCertificatePem(),
                                admin.certificatePem(),
                                admin.keyPem())
                        .toYaml());
        put("demo-control-plane", files);
        for (var node : List.of("demo-control-plane", "demo-worker")) {
            ClientIdentity kubelet = pki.kubelet(node);
            put(node, texts(pki.kubeletServingFiles("/var/lib/kubelet/pki/kubelet", node, address)));
            var archive = new TarBuilder()
                    .file("/kubelet-client-first.pem", 0600, kubelet.certificatePem() + kubelet.keyPem())
                    .link("/kubelet-client-current.pem", "/var/lib/kubelet/pki/kubelet-client-first.pem");
            engine.copyInto(node, "/var/lib/kubelet/pki", new ByteArrayInputStream(archive.build()));
        }
    }

    private void machine(String name, String kind, String role) {
        engine.createContainer(TestMachines.of(name, "node", kind, role)
                .ports(
                        kind.equals(Labels.KIND_BALANCER) || role.equals("control-plane")
                                ? List.of(new PortPublish("127.0.0.1", 0, 6443, Protocol.TCP))
                                : List.of())
                .build());
        engine.startContainer(name);
    }

    private void put(String container, Map<String, String> files) {
        var archive = new TarBuilder();
        files.forEach((path, text) -> archive.file(path, 0600, text));
        engine.copyInto(container, "/", new ByteArrayInputStream(archive.build()));
    }

    private String text(String container, String path) {
        return engine.file(container, path).orElseThrow().text();
    }

    private static ClusterPki pki(Instant past) {
        return ClusterPki.create(new PkiSpec(VERSION, List.of("localhost")), new SecureRandom(), () -> past);
    }

    private static Map<String, String> texts(Map<String, PemFile> files) {
        var texts = new HashMap<String, String>();
        files.forEach((path, file) -> texts.put(path, file.text()));
        return texts;
    }

    private static String embedded(String conf) {
        var data = conf.replaceFirst("(?s).*client-certificate-data: (\\S+).*", "$1");
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    private static Instant end(String pem) {
        return CertificateRenewal.end(pem).orElseThrow();
    }

    private List<State> states() {
        return engine.listContainers(Map.of(Labels.CLUSTER, "demo")).stream()
                .map(ContainerInfo::state)
                .distinct()
                .toList();
    }

    private static MinikException refused(Supplier<?> change) {
        var failure = assertThrows(MinikException.class, change::get);
        assertEquals(ExitCode.WRONG_STATE, failure.exitCode(), failure::message);
        return failure;
    }

    private void listen(ProgressEvent event) {
        if (event instanceof ProgressEvent.Warning warning) {
            told.add(warning.text());
        } else if (event instanceof ProgressEvent.Notice notice) {
            told.add(notice.text());
        }
    }
}
