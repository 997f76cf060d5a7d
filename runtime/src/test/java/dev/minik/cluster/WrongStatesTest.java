package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.cluster.ClusterNodes.RemoveOptions;
import dev.minik.cluster.apply.EngineClusterChanges;
import dev.minik.cluster.backup.EngineBackups;
import dev.minik.cluster.image.EngineClusterImages;
import dev.minik.cluster.image.ImageSource;
import dev.minik.cluster.port.EnginePorts;
import dev.minik.cluster.port.PortMapping;
import dev.minik.cluster.registry.EngineRegistries;
import dev.minik.cluster.upgrade.EngineClusterUpgrades;
import dev.minik.config.ClusterConfig;
import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.nodeimage.RegistryImageProvider;
import dev.minik.plan.Plans;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What needs a cluster that runs is refused of one that does not, with what to do about it, and changes nothing. */
class WrongStatesTest {
    private static final ClusterName NAME = new ClusterName("demo");
    private static final ClusterConfig CONFIG = Plans.config(Plans.nodes(1, 1));
    private static final KubernetesVersion NEXT = KubernetesVersion.parse("1.38.0");

    private static final ChangeOptions OPTIONS = new ChangeOptions(Duration.ZERO, Optional.empty());

    /** What changes nothing. */
    private static final Set<String> QUESTIONS =
            Set.of("listContainers", "copyFrom", "findContainer", "info", "findImage");

    private final FakeEngine engine = new FakeEngine().withImage("node");
    private final Path directory;
    private final ClusterParts parts;
    private final EngineClusterNodes nodes;

    WrongStatesTest(@TempDir Path directory) {
        this.directory = directory;
        parts = TestParts.of(engine, directory, Progress.silent());
        nodes = new EngineClusterNodes(parts, new NoImages(), name -> {});
        var plan = Plans.plan(CONFIG, Plans.HOST);
        plan.nodes().forEach(node -> {
            engine.createContainer(TestMachines.of(node));
            engine.startContainer(node.name());
        });
        parts.records().write(parts.nodesOf(NAME), ClusterRecord.of(CONFIG, plan));
    }

    @AfterEach
    void close() {
        parts.close();
    }

    /** What may be wanted of a cluster that must run. */
    enum Wish {
        LOAD,
        DELETE_IMAGE,
        LIST_IMAGES,
        EXPOSE,
        ADD,
        REMOVE,
        REPAIR,
        APPLY,
        DIFF,
        UPGRADE,
        PLAN_UPGRADE,
        SAVE,
        RESTORE
    }

    private void attempt(Wish wish) {
        var images = new EngineClusterImages(parts);
        var ports = new EnginePorts(parts);
        var changes =
                new EngineClusterChanges(parts, nodes, ports, new EngineRegistries(parts, new NoRegistryImages()));
        var upgrades = new EngineClusterUpgrades(parts, new NoImages());
        var backups = new EngineBackups(parts);
        var file = directory.resolve("state.db");
        switch (wish) {
            case LOAD -> images.load(NAME, List.of(new ImageSource.Named("node")), List.of());
            case DELETE_IMAGE -> images.delete(NAME, List.of("node"), List.of(), false);
            case LIST_IMAGES -> images.list(NAME, List.of());
            case EXPOSE -> ports.expose(NAME, List.of(PortMapping.parse("0:30080")), Optional.empty());
            case ADD -> nodes.add(NAME, List.of(CONFIG.nodes().get(1)), OPTIONS);
            case REMOVE -> nodes.remove(NAME, List.of("demo-worker"), remove());
            case REPAIR -> nodes.repair(NAME, OPTIONS);
            case APPLY -> changes.apply(CONFIG, OPTIONS);
            case DIFF -> changes.diff(CONFIG);
            case UPGRADE -> upgrades.upgrade(NAME, NEXT, Duration.ZERO);
            case PLAN_UPGRADE -> upgrades.plan(NAME, NEXT);
            case SAVE -> backups.save(NAME, file, false);
            case RESTORE -> backups.restore(NAME, file, false, Duration.ZERO);
        }
    }

    private static RemoveOptions remove() {
        return new RemoveOptions(Duration.ZERO, false, Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(Wish.class)
    void aStoppedClusterIsToBeStarted(Wish wish) {
        parts.nodesOf(NAME).forEach(node -> engine.stopContainer(node.id(), Duration.ZERO));
        isRefused(wish, "minik start cluster demo");
    }

    @ParameterizedTest
    @EnumSource(Wish.class)
    void aPausedClusterIsToBeResumed(Wish wish) {
        parts.nodesOf(NAME).forEach(node -> engine.pauseContainer(node.id()));
        isRefused(wish, "minik resume cluster demo");
    }

    @Test
    void oneNodeThatIsPausedIsToBeResumedBeforeARestoration() {
        engine.pauseContainer("demo-worker");
        isRefused(Wish.RESTORE, "minik resume cluster demo");
    }

    private void isRefused(Wish wish, String remedy) {
        int before = engine.calls().size();
        var refused = assertThrows(MinikException.class, () -> attempt(wish));
        assertEquals(ExitCode.WRONG_STATE, refused.exitCode(), refused::message);
        assertTrue(refused.remedy().contains(remedy), refused::remedy);
        nothingWasChangedSince(before);
    }

    @ParameterizedTest
    @EnumSource(Wish.class)
    void anUnknownClusterIsNamed(Wish wish) {
        parts.nodesOf(NAME).forEach(node -> engine.removeContainer(node.id()));
        int before = engine.calls().size();
        var refused = assertThrows(MinikException.class, () -> attempt(wish));
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, refused.exitCode(), refused::message);
        assertEquals("there is no cluster 'demo'", refused.message());
        nothingWasChangedSince(before);
    }

    @Test
    void theLastControlPlaneStays() {
        int before = engine.calls().size();
        var refused = assertThrows(
                MinikException.class, () -> nodes.remove(NAME, List.of("demo-worker", "demo-control-plane"), remove()));
        assertEquals(ExitCode.WRONG_STATE, refused.exitCode());
        assertEquals("no control plane of cluster 'demo' would be left", refused.message());
        assertEquals("delete the whole cluster: minik delete cluster demo", refused.remedy());
        nothingWasChangedSince(before);
    }

    private void nothingWasChangedSince(int before) {
        var calls = engine.calls();
        var changes = calls.subList(before, calls.size()).stream()
                .filter(call -> !QUESTIONS.contains(call.method()))
                .toList();
        assertEquals(List.of(), changes);
        assertFalse(Files.exists(directory.resolve("state.db")));
    }

    private record NoImages() implements NodeImageProvider {
        @Override
        public String nameFor(KubernetesVersion version) {
            return "localhost/minik-node:" + version;
        }

        @Override
        public ImageInfo provide(Engine engine, String imageName, Progress progress) {
            throw new AssertionError("nothing is to be built");
        }
    }

    private record NoRegistryImages() implements RegistryImageProvider {
        @Override
        public String ownName() {
            return "localhost/minik-registry:v3";
        }

        @Override
        public ImageInfo provide(Engine engine, String imageName, Progress progress) {
            throw new AssertionError("nothing is to be built");
        }
    }
}
