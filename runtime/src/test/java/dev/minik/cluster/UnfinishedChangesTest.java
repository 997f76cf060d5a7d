package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.cluster.ClusterNodes.RemoveOptions;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Plans;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of nodes that were neither added nor removed to the end is told, and goes with the next change. */
class UnfinishedChangesTest {
    private static final ClusterName NAME = new ClusterName("demo");
    private static final String WORKER = "demo-worker2";

    private final FakeEngine engine = new FakeEngine().withImage("node");
    private final ClusterParts parts;
    private final EngineClusterNodes nodes;
    private final EngineClusters clusters;

    UnfinishedChangesTest(@TempDir Path directory) {
        parts = TestParts.of(engine, directory, Progress.silent());
        nodes = new EngineClusterNodes(parts, new NoImages(), name -> {});
        clusters = new EngineClusters(parts, new NoImages());
    }

    @BeforeEach
    void leaveWorkerUnfinished() {
        var config = Plans.config(Plans.nodes(1, 2));
        var plan = Plans.plan(config, Plans.HOST);
        plan.nodes().forEach(this::create);
        plan.nodes().stream()
                .map(NodePlan::name)
                .filter(name -> !name.equals(WORKER))
                .forEach(engine::startContainer);
        parts.records().write(parts.nodesOf(NAME), new ClusterRecord(config, plan, List.of(WORKER)));
    }

    private void create(NodePlan node) {
        engine.createContainer(TestMachines.of(node));
    }

    @AfterEach
    void close() {
        parts.close();
    }

    private ClusterRecord record() {
        return parts.records().read(parts.nodesOf(NAME));
    }

    private List<String> names() {
        return parts.nodesOf(NAME).stream().map(ContainerInfo::name).toList();
    }

    private void finish() {
        nodes.finish(NAME, new ChangeOptions(Duration.ZERO, Optional.empty()));
    }

    @Test
    void theStatusTellsWhatRemovesIt() {
        var problems = clusters.status(NAME).problems();
        assertTrue(
                problems.get(0).contains(WORKER + ": 'minik repair cluster' removes what is left"), problems::toString);
        assertEquals("the cluster is partial", problems.get(1));
    }

    @Test
    void itIsRemovedOnce() {
        finish();
        assertEquals(List.of("demo-control-plane", "demo-worker"), names());
        assertEquals(List.of(), record().unfinished());
        assertEquals(2, record().plan().nodes().size());
        assertEquals(2, record().config().nodes().size());

        int removals = engine.calls("removeContainer").size();
        finish();
        assertEquals(removals, engine.calls("removeContainer").size());
    }

    @Test
    void aRepairThatWasKilledIsNotTakenForANodeThatHasEnded() {
        parts.records().write(parts.nodesOf(NAME), new ClusterRecord(record().config(), record().plan(), List.of()));

        // there are no keys here by which it could join
        assertThrows(
                MinikException.class, () -> nodes.repair(NAME, new ChangeOptions(Duration.ZERO, Optional.empty())));

        assertEquals(
                List.of(),
                engine.calls("startContainer").stream()
                        .filter(call -> call.arguments().contains(WORKER))
                        .toList());
        assertTrue(engine.findContainer(WORKER).isEmpty());
    }

    @Test
    void aClusterIsComparedWithoutIt() {
        assertEquals(
                List.of("demo-control-plane", "demo-worker"),
                record().settled().plan().nodes().stream().map(NodePlan::name).toList());
        finish();
        assertEquals(record(), record().settled());
    }

    @Test
    void aRemovalThatFailsSaysThatItIsNoted() {
        finish();
        engine.failOn("removeContainer", new EngineException(EngineException.Kind.OTHER, "busy", null));

        var failure = assertThrows(
                MinikException.class,
                () -> nodes.remove(
                        NAME, List.of("demo-worker"), new RemoveOptions(Duration.ZERO, true, Optional.empty())));

        assertEquals(
                List.of("what was begun is noted: the next command that changes nodes of the cluster finishes it"),
                failure.details());
        assertEquals(List.of("demo-worker"), record().unfinished());
        engine.heal();
        finish();
        assertEquals(List.of("demo-control-plane"), names());
    }

    private record NoImages() implements NodeImageProvider {
        @Override
        public String nameFor(KubernetesVersion version) {
            return "localhost/minik-node:" + version;
        }

        @Override
        public ImageInfo provide(Engine engine, String imageName, Progress progress) {
            return engine.findImage(imageName).orElseThrow();
        }
    }
}
