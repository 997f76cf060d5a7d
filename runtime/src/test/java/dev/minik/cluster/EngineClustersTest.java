package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.config.ClusterConfig;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.plan.Plans;
import dev.minik.progress.Progress;
import dev.minik.progress.ProgressEvent;
import dev.minik.progress.SteadyClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineClustersTest {
    private static final ClusterName NAME = new ClusterName("demo");
    private static final String JOURNAL = """
            {"__REALTIME_TIMESTAMP":"1000","SYSLOG_IDENTIFIER":"minik","MESSAGE":"@minik start kubeadm-init"}
            {"__REALTIME_TIMESTAMP":"2000","SYSLOG_IDENTIFIER":"minik","MESSAGE":"@minik done kubeadm-init"}
            """;

    private final FakeEngine engine =
            new FakeEngine((container, spec) -> new ExecResult(0, JOURNAL, "")).withImage("node");
    private final List<String> warnings = new ArrayList<>();
    private final ClusterParts parts;
    private final EngineClusters clusters;

    EngineClustersTest(@TempDir Path directory) {
        parts = TestParts.of(engine, directory, new Progress(this::listen, new SteadyClock()));
        clusters = new EngineClusters(parts, new NodeImages());
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void aTimelineTellsOwnStepsWhereNoNodeIsLeft() {
        assertThrows(MinikException.class, () -> clusters.create(config("missing"), options()));

        assertEquals(List.of("minik: Building (failed)"), timeline());
        assertEquals(List.of(), warnings);
    }

    @Test
    void aTimelineLeavesOutNodesThatCannotBeRead() {
        start("demo-control-plane");
        start("demo-worker");
        engine.crash("demo-worker");

        assertEquals(List.of("demo-control-plane: kubeadm-init"), timeline());
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).startsWith("the timeline lacks demo-worker: "), warnings::toString);
    }

    @Test
    void aTimelineIsThereWithoutTheEngine() {
        assertThrows(MinikException.class, () -> clusters.create(config("missing"), options()));
        engine.failOn("listContainers", new EngineException(EngineException.Kind.UNAVAILABLE, "gone", null));

        assertEquals(List.of("minik: Building (failed)"), timeline());
        assertEquals(List.of("the timeline lacks the nodes: gone"), warnings);
    }

    @Test
    void anImageOfAnOldKubernetesIsRefusedBeforeAnythingIsMade() {
        engine.withImage(new ImageInfo(
                "sha256:2", List.of("old:1"), Map.of(Labels.KUBERNETES_VERSION, "v1.30.4"), List.of(), 1));

        var refused = assertThrows(MinikException.class, () -> clusters.create(config("old:1"), options()));

        assertEquals(ExitCode.INVALID_CONFIG, refused.exitCode());
        assertEquals("image old:1 holds Kubernetes v1.30.4, which is too old for minik", refused.message());
        assertEquals(List.of(), engine.calls("createContainer"));
        assertEquals(List.of(), engine.calls("createVolume"));
    }

    @Test
    void bareNodesAreNoClusterUntilKubeadmHasRun() {
        startBare("demo-control-plane");

        var status = clusters.status(NAME);
        assertFalse(status.ready());
        assertEquals(
                List.of("the nodes are bare, and kubeadm init has not been run in demo-control-plane"),
                status.problems());
        var refused = assertThrows(MinikException.class, () -> clusters.kubeconfig(NAME, false));
        assertEquals(ExitCode.WRONG_STATE, refused.exitCode());
        assertTrue(refused.remedy().contains("kubeadm init"), refused.remedy());
    }

    @Test
    void severalBareControlPlanesHaveTheirBalancer() {
        engine.withImage(new ImageInfo(
                "sha256:3", List.of("new:1"), Map.of(Labels.KUBERNETES_VERSION, "v1.37.0"), List.of(), 1));
        engine.printing(spec -> List.of("@minik done node"));
        var config = Plans.bare("nodes: [{image: 'new:1'}, {role: control-plane, image: 'new:1'}]");

        var outcome = clusters.create(config, options()).outcome();

        assertEquals(
                List.of("demo-control-plane", "demo-control-plane2"),
                outcome instanceof Clusters.Bare bare ? bare.nodes() : List.of());
        assertTrue(engine.findContainer("demo-external-load-balancer").isPresent());
    }

    @Test
    void nodesOfEtcdAreNoNodesOfKubernetes() {
        start("demo-control-plane");
        start("demo-etcd", Labels.KIND_ETCD);

        assertEquals(
                List.of("demo-control-plane"),
                clusters.nodes(Optional.of(NAME)).stream()
                        .map(Clusters.NodeSummary::name)
                        .toList());
        var listed = clusters.list().get(0);
        assertEquals(1, listed.controlPlanes() + listed.workers());
        assertEquals(List.of("demo-control-plane: kubeadm-init", "demo-etcd: kubeadm-init"), timeline());
    }

    @Test
    void logsOfEtcdsNodesAreExportedToo(@TempDir Path directory) {
        start("demo-control-plane");
        start("demo-etcd", Labels.KIND_ETCD);

        clusters.exportLogs(NAME, directory);

        assertTrue(Files.isRegularFile(directory.resolve("demo-etcd").resolve("journal.log")));
    }

    @Test
    void theStatusTellsOfAnEtcdNodeThatStandsStill() {
        start("demo-control-plane");
        start("demo-etcd", Labels.KIND_ETCD);
        engine.crash("demo-control-plane");
        engine.crash("demo-etcd");

        var status = clusters.status(NAME);

        assertEquals(
                List.of("the cluster is stopped; start it: minik start cluster demo", "etcd node demo-etcd is stopped"),
                status.problems());
        assertEquals(
                new Clusters.NodeHealth("demo-etcd", "etcd", "stopped", "False", "etcd node demo-etcd is stopped"),
                status.nodes().get(1));
    }

    private void startBare(String name) {
        engine.startContainer(engine.createContainer(ContainerSpec.of(name, "node")
                .labels(Map.of(Labels.CLUSTER, NAME.value(), Labels.KIND, Labels.KIND_NODE, Labels.BARE, "true"))
                .build()));
    }

    private List<String> timeline() {
        return clusters.timeline(NAME).spans().stream()
                .map(span -> span.lane() + ": " + span.name())
                .toList();
    }

    private void start(String name) {
        start(name, Labels.KIND_NODE);
    }

    private void start(String name, String kind) {
        engine.startContainer(engine.createContainer(ContainerSpec.of(name, "node")
                .labels(Map.of(Labels.CLUSTER, NAME.value(), Labels.KIND, kind))
                .build()));
    }

    private void listen(ProgressEvent event) {
        if (event instanceof ProgressEvent.Warning warning) {
            warnings.add(warning.text());
        }
    }

    private static Clusters.CreateOptions options() {
        return new Clusters.CreateOptions(Duration.ZERO, false, Optional.empty());
    }

    private static ClusterConfig config(String image) {
        return Plans.config("nodes: [{image: '%s'}]".formatted(image));
    }

    /** Those that the engine has; fails to build any other. */
    private static final class NodeImages implements NodeImageProvider {
        @Override
        public String nameFor(KubernetesVersion version) {
            return "node";
        }

        @Override
        public ImageInfo provide(Engine engine, String imageName, Progress progress) {
            return engine.findImage(imageName)
                    .orElseGet(() -> progress.step("image", "Building", () -> {
                        throw MinikException.of(ExitCode.FAILED, "no compiler", "install one");
                    }));
        }
    }
}
