package dev.minik.cluster.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.TestParts;
import dev.minik.cluster.image.ClusterImages.Loaded;
import dev.minik.cluster.image.ClusterImages.NodeImage;
import dev.minik.cluster.image.TestArchive.Image;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.EngineException;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.progress.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineClusterImagesTest {
    private static final ClusterName DEMO = new ClusterName("demo");
    private static final List<String> NODES = List.of("demo-control-plane", "demo-worker", "demo-worker2");
    private static final String APP = "docker.io/library/app:1";
    private static final Image BASE = Image.of("base", "tools");
    private static final Image ONE = Image.of("base", "tools", "app 1");

    @TempDir
    Path directory = Path.of("");

    private final FakeRuntime runtime = new FakeRuntime();
    private final FakeEngine engine = new FakeEngine(runtime);
    private ClusterParts parts;
    private EngineClusterImages images;

    @BeforeEach
    void makeNodes() {
        parts = parts();
        images = new EngineClusterImages(parts);
        engine.withImage("node:1");
        for (var node : NODES) {
            engine.createContainer(ContainerSpec.of(node, "node:1")
                    .hostname(node)
                    .labels(Map.of(
                            Labels.CLUSTER,
                            "demo",
                            Labels.KIND,
                            Labels.KIND_NODE,
                            Labels.ROLE,
                            node.contains("worker") ? "worker" : "control-plane"))
                    .build());
            engine.startContainer(node);
        }
    }

    private ClusterParts parts() {
        return TestParts.of(engine, directory, Progress.silent());
    }

    @AfterEach
    void close() {
        parts.close();
    }

    /** Gives the engine an image that it tells the layers of, and the archive that it saves. */
    private void engineHas(Image image, TestArchive archive, String... tags) {
        engine.withImage(new ImageInfo(
                        image.id(),
                        List.of(tags),
                        Map.of(),
                        List.of(),
                        4000,
                        "linux/" + image.architecture(),
                        image.diffIds(),
                        List.of()))
                .saving(archive.bytes());
    }

    private void nodesHave(Image image) {
        NODES.forEach(node -> runtime.node(node).chains.addAll(Digests.chains(image.diffIds())));
    }

    private Loaded load(String... names) {
        return images.load(
                DEMO,
                java.util.Arrays.stream(names)
                        .map(name -> (ImageSource) new ImageSource.Named(name))
                        .toList(),
                List.of());
    }

    private Loaded loadFile(TestArchive archive) throws IOException {
        return loadFile(archive.bytes());
    }

    private Loaded loadFile(byte[] archive) throws IOException {
        var file = Files.write(directory.resolve("images.tar"), archive);
        return images.load(DEMO, List.of(new ImageSource.ArchiveFile(file)), List.of());
    }

    private MinikException refused(TestArchive archive) {
        var failure = assertThrows(MinikException.class, () -> loadFile(archive));
        NODES.forEach(node -> assertEquals(Map.of(), runtime.node(node).images));
        return failure;
    }

    private void allHave(String name, Image image) {
        NODES.forEach(
                node -> assertEquals(Set.of(name), runtime.node(node).images.get(image.id()), node));
    }

    private static List<String> layers(Image image) {
        return image.layers().stream().map(TestArchive::path).toList();
    }

    @Test
    void movesWhatNodesLackInOneReadOfTheEngine() {
        nodesHave(BASE);
        runtime.node("demo-worker2").chains.clear();
        engineHas(ONE, TestArchive.docker(Map.of(List.of(APP), ONE)), "app:1");

        var loaded = load("app:1");

        allHave(APP, ONE);
        assertEquals(1, engine.calls("saveImages").size());
        assertEquals(List.of(layers(ONE).get(2)), givenLayers("demo-control-plane"));
        assertEquals(List.of(layers(ONE).get(2)), givenLayers("demo-worker"));
        assertEquals(layers(ONE), givenLayers("demo-worker2"));
        assertEquals(List.of(APP), loaded.images().get(0).names());
        assertEquals(ONE.id(), loaded.images().get(0).id());
        assertTrue(loaded.nodes().get(0).movedBytes() < loaded.nodes().get(2).movedBytes(), loaded::toString);
        assertTrue(loaded.nodes().get(2).movedBytes() >= loaded.nodes().get(2).totalBytes(), loaded::toString);
    }

    private List<String> givenLayers(String node) {
        return runtime.node(node).given.stream()
                .filter(entry -> layers(ONE).contains(entry))
                .toList();
    }

    @Test
    void movesNothingTwice() {
        engineHas(ONE, TestArchive.docker(Map.of(List.of(APP), ONE)), "app:1");
        load("app:1");

        var again = load("app:1");

        assertEquals(1, engine.calls("saveImages").size());
        again.nodes().forEach(node -> assertEquals(0, node.movedBytes()));
        again.nodes().forEach(node -> assertEquals(4000, node.totalBytes()));
    }

    @Test
    void givesANewNameToWhatIsThere() {
        engineHas(ONE, TestArchive.docker(Map.of(List.of(APP), ONE)), "app:1", "app:2");
        load("app:1");
        NODES.forEach(node -> runtime.node(node).given.clear());

        load("app:2");

        NODES.forEach(node -> assertEquals(
                Set.of(APP, "docker.io/library/app:2"),
                runtime.node(node).images.get(ONE.id())));
        NODES.forEach(node -> assertEquals(List.of(), givenLayers(node)));
    }

    @Test
    void namesImagesByDigestAndById() {
        var byDigest = "quay.io/team/app@sha256:" + "a".repeat(64);
        engineHas(ONE, TestArchive.docker(Map.of(List.of(), ONE)), byDigest);
        load(byDigest);
        allHave(byDigest, ONE);

        load(ONE.id());
        var ids = runtime.node("demo-worker").images.get(ONE.id());
        assertTrue(ids != null && ids.contains(byDigest), String.valueOf(ids));
    }

    @Test
    void readsOldArchivesOfTheEngineOnceMore() {
        var twice = Image.of("empty", "base", "empty");
        engineHas(twice, TestArchive.oldDocker(APP, twice), "app:1");

        load("app:1");

        allHave(APP, twice);
        assertTrue(engine.calls("saveImages").size() > 1);
    }

    @Test
    void readsPodmansArchiveOnce() {
        engineHas(ONE, TestArchive.podman("localhost/app:1", ONE), "localhost/app:1");

        load("localhost/app:1");

        allHave("localhost/app:1", ONE);
        assertEquals(1, engine.calls("saveImages").size());
    }

    @Test
    void loadsArchivesOfAllForms() throws IOException {
        for (var archive : List.of(
                TestArchive.docker(Map.of(List.of(APP), ONE)),
                TestArchive.oldDocker("app:1", ONE),
                TestArchive.podman("app:1", ONE),
                TestArchive.multiPlatform("app:1", List.of(ONE)))) {
            runtime.nodes.clear();
            loadFile(archive);
            allHave(APP, ONE);
            runtime.nodes.clear();
            loadFile(TestArchive.gzip(archive.bytes()));
            allHave(APP, ONE);
        }
    }

    @Test
    void loadsAnArchiveOfCompressedLayersUnderDockersNames() throws IOException {
        var layer = ONE.layers().get(0);
        var image = new Image("amd64", List.of(layer));
        var archive = TestArchive.podman("app:1", image);
        var hex = image.diffIds().get(0).substring("sha256:".length());

        loadFile(archive.file(hex + ".tar", TestArchive.gzip(layer)));

        allHave(APP, image);
    }

    @Test
    void loadsStandardInputAndLeavesNoFile() throws IOException {
        var archive = TestArchive.oldDocker("app:1", ONE).bytes();

        images.load(DEMO, List.of(new ImageSource.ArchiveStream(new ByteArrayInputStream(archive))), List.of());

        allHave(APP, ONE);
        try (var left = Files.list(directory.resolve("spool"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void loadsSeveralImagesOfOneArchive() throws IOException {
        loadFile(TestArchive.docker(Map.of(List.of(APP, "docker.io/library/app:latest"), ONE, List.of(), BASE)));

        NODES.forEach(node -> assertEquals(
                Map.of(ONE.id(), Set.of(APP, "docker.io/library/app:latest"), BASE.id(), Set.of(BASE.id())),
                runtime.node(node).images));
    }

    @Test
    void takesThePlatformOfTheNodes() throws IOException {
        var other = Image.forOther("arm64", "base for arm", "app for arm");
        var loaded = loadFile(TestArchive.multiPlatform("app:1", List.of(other, ONE)));

        allHave(APP, ONE);
        assertEquals(1, loaded.images().size());
        var given = runtime.node("demo-worker").given;
        assertFalse(given.contains(TestArchive.path(other.config())), given::toString);
    }

    @Test
    void leavesOutPlatformsThatTheEngineNeverHad() throws IOException {
        var other = Image.forOther("arm64", "base for arm");
        var archive = TestArchive.multiPlatform("app:1", List.of(other, ONE));
        archive.without(TestArchive.path(TestArchive.gzip(other.layers().get(0))));
        archive.without(TestArchive.path(other.config()));

        loadFile(archive);

        allHave(APP, ONE);
    }

    @Test
    void theStoreOfContainerdNamesImagesByTheirIndex() {
        var archive = TestArchive.multiPlatform("docker.io/library/app:1", List.of(ONE));
        var root = indexDigest(archive);
        engine.withImage(new ImageInfo(
                        root, List.of("app:1"), Map.of(), List.of(), 4000, "linux/amd64", ONE.diffIds(), List.of()))
                .saving(archive.bytes());

        load("app:1");

        allHave(APP, ONE);
    }

    private static String indexDigest(TestArchive archive) {
        try {
            var scan = ArchiveScan.survey(new ByteArrayInputStream(archive.bytes()));
            return ArchiveIndex.images(scan).get(0).root();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void refusesOtherPlatformsAndNamesWhatIsThere() {
        var arm = Image.forOther("arm64", "base");
        engineHas(arm, TestArchive.docker(Map.of(List.of(APP), arm)), "app:1");

        var named = assertThrows(MinikException.class, () -> load("app:1"));
        var archive = refused(TestArchive.multiPlatform("app:1", List.of(arm, Image.forOther("s390x", "base"))));

        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, named.exitCode());
        assertEquals(
                APP
                        + " is not there for linux/amd64, on which node demo-control-plane runs; it is there for linux/arm64",
                named.message());
        assertEquals(List.of(), engine.calls("saveImages"));
        assertTrue(archive.message().endsWith("it is there for linux/arm64, linux/s390x"), archive.message());
    }

    @Test
    void whatANodeRemovesMeanwhileIsMovedAfterAll() {
        nodesHave(BASE);
        runtime.node("demo-worker").collecting = true;
        engineHas(ONE, TestArchive.docker(Map.of(List.of(APP), ONE)), "app:1");

        load("app:1");

        allHave(APP, ONE);
        assertEquals(2, engine.calls("saveImages").size());
    }

    @Test
    void refusesArchivesThatLeadElsewhere() {
        var archive = TestArchive.docker(Map.of(List.of(APP), ONE));
        var bytes = new byte[] {1, 2, 3, 4, 5};
        assertLeadsOut(TestArchive.docker(Map.of(List.of(APP), ONE)).file("../evil", bytes));
        assertLeadsOut(TestArchive.docker(Map.of(List.of(APP), ONE)).file("blobs/../../evil", bytes));
        assertLeadsOut(TestArchive.docker(Map.of(List.of(APP), ONE)).file("/etc/evil", bytes));
        assertLeadsOut(TestArchive.docker(Map.of(List.of(APP), ONE)).link("blobs/out", "../../etc/passwd"));
        assertLeadsOut(archive.link("blobs/absolute", "/etc/passwd"));
    }

    private void assertLeadsOut(TestArchive archive) {
        var failure = refused(archive);
        assertTrue(failure.message().endsWith("leads out of it"), failure.message());
        assertEquals(ExitCode.FAILED, failure.exitCode());
    }

    @Test
    void refusesBrokenArchives() throws IOException {
        var lacksLayer = TestArchive.docker(Map.of(List.of(APP), ONE))
                .without(layers(ONE).get(1));
        var lacksConfig = TestArchive.oldDocker("app:1", ONE).without(ONE.id().substring(7) + ".json");
        var wrongConfig =
                TestArchive.docker(Map.of(List.of(APP), ONE)).file(TestArchive.path(ONE.config()), BASE.config());
        var noList = new TestArchive().file("readme", new byte[] {1});
        var noJson = TestArchive.docker(Map.of(List.of(APP), ONE)).file("index.json", new byte[] {'{', 1});

        assertTrue(refused(lacksLayer).message().contains("it lacks layer"));
        assertTrue(refused(lacksConfig).message().contains("the configuration of its image"));
        assertTrue(refused(wrongConfig).message().contains("the content of sha256:"));
        assertTrue(refused(noList).message().contains("neither index.json nor manifest.json"));
        assertTrue(refused(noJson).message().contains("index.json is not JSON"));

        var whole = TestArchive.docker(Map.of(List.of(APP), ONE)).bytes();
        assertThrows(MinikException.class, () -> loadFile(java.util.Arrays.copyOf(whole, 2000)));
        var zstd = assertThrows(
                MinikException.class, () -> loadFile(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0}));
        assertTrue(zstd.message().contains("zstd"), zstd.message());
    }

    @Test
    void anEngineThatSavesHalfLeavesNodesAsTheyWere() {
        var archive = TestArchive.docker(Map.of(List.of(APP), ONE))
                .without(layers(ONE).get(2));
        engineHas(ONE, archive, "app:1");

        var failure = assertThrows(MinikException.class, () -> load("app:1"));

        assertTrue(failure.message().contains("it lacks layer"), failure.message());
        NODES.forEach(node -> assertEquals(Map.of(), runtime.node(node).images));
    }

    @Test
    void aNodeThatFailsKeepsTheOthersFromNothing() {
        var large = new Image("amd64", List.of(new byte[20 << 20]));
        engineHas(large, TestArchive.docker(Map.of(List.of(APP), large)), "app:1");
        var full = runtime.node("demo-worker");
        full.takesBytes = 100_000;
        full.failure = "level=warning msg=old\nctr: write /var/lib/x: no space left on device\n";

        var failure = assertThrows(MinikException.class, () -> load("app:1"));

        assertEquals("node demo-worker: its disk is full", failure.message());
        for (var node : List.of("demo-control-plane", "demo-worker2")) {
            assertEquals(Set.of(APP), runtime.node(node).images.get(large.id()));
        }
    }

    @Test
    void endsSoonWhenNoNodeTakesAnything() {
        var large = new Image("amd64", List.of(new byte[20 << 20]));
        engineHas(large, TestArchive.docker(Map.of(List.of(APP), large)), "app:1");
        NODES.forEach(node -> runtime.node(node).takesBytes = 1000);
        NODES.forEach(node -> runtime.node(node).failure = "ctr: containerd is down\n");

        var failure = assertThrows(MinikException.class, () -> load("app:1"));

        assertEquals(
                "node demo-control-plane does not take or tell its images: ctr: containerd is down", failure.message());
    }

    @Test
    void refusesBeforeAnythingChanges() {
        engineHas(ONE, TestArchive.docker(Map.of(List.of(APP), ONE)), "app:1");
        var missing = assertThrows(MinikException.class, () -> load("app:1", "nothing:1"));
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, missing.exitCode());
        assertTrue(missing.remedy().contains("docker pull nothing:1"), missing.remedy());
        var file = assertThrows(
                MinikException.class,
                () -> images.load(
                        DEMO, List.of(new ImageSource.ArchiveFile(directory.resolve("none.tar"))), List.of()));
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, file.exitCode());
        assertEquals(
                ExitCode.USAGE,
                assertThrows(MinikException.class, () -> load("Not A Name")).exitCode());
        var node = assertThrows(
                MinikException.class,
                () -> images.load(DEMO, List.of(new ImageSource.Named("app:1")), List.of("demo-worker3")));
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, node.exitCode());
        assertEquals("Its nodes are demo-control-plane, demo-worker, demo-worker2", node.remedy());
        engine.stopContainer("demo-worker", Duration.ZERO);
        var stopped = assertThrows(MinikException.class, () -> load("app:1"));
        assertEquals(ExitCode.WRONG_STATE, stopped.exitCode());
        assertEquals(List.of(), engine.calls("saveImages"));
    }

    @Test
    void loadsIntoTheNodesThatAreNamed() {
        engineHas(ONE, TestArchive.docker(Map.of(List.of(APP), ONE)), "app:1");
        engine.stopContainer("demo-worker2", Duration.ZERO);

        var loaded = images.load(DEMO, List.of(new ImageSource.Named("app:1")), List.of("demo-worker"));

        assertEquals(
                List.of("demo-worker"),
                loaded.nodes().stream().map(ClusterImages.NodeLoad::node).toList());
        assertEquals(Map.of(), runtime.node("demo-control-plane").images);
        assertEquals(Set.of(APP), runtime.node("demo-worker").images.get(ONE.id()));
    }

    @Test
    void listsImagesWithTheirNodes() {
        runtime.node("demo-worker").images.put(ONE.id(), new java.util.TreeSet<>(Set.of(APP)));
        runtime.node("demo-worker2").images.put(ONE.id(), new java.util.TreeSet<>(Set.of(APP)));
        runtime.node("demo-worker2").images.put(BASE.id(), new java.util.TreeSet<>());

        assertEquals(
                List.of(
                        new NodeImage("", BASE.id(), 1000, List.of("demo-worker2")),
                        new NodeImage(APP, ONE.id(), 1000, List.of("demo-worker", "demo-worker2"))),
                images.list(DEMO, List.of()));
    }

    @Test
    void deletesANameOrWithTheLastTheImage() {
        var two = "docker.io/library/app:2";
        runtime.node("demo-worker").images.put(ONE.id(), new java.util.TreeSet<>(Set.of(APP, two)));

        var deleted = images.delete(DEMO, List.of("app:1", "other:1"), List.of(), false);
        assertEquals(List.of(new NodeImage(APP, ONE.id(), 1000, List.of("demo-worker"))), deleted.images());
        assertEquals(List.of("docker.io/library/other:1"), deleted.missing());
        images.delete(DEMO, List.of("app:2"), List.of(), false);

        assertEquals(
                List.of("ctr -n k8s.io images rm --sync " + APP, "crictl rmi " + ONE.id()),
                runtime.node("demo-worker").commands);
    }

    @Test
    void deletesNothingThatIsNeeded() {
        var worker = runtime.node("demo-worker");
        worker.images.put(ONE.id(), new java.util.TreeSet<>(Set.of(APP)));
        worker.images.put(BASE.id(), new java.util.TreeSet<>(Set.of("registry.k8s.io/pause:3.10")));
        worker.running.put("web-1", ONE.id());

        var used = assertThrows(MinikException.class, () -> images.delete(DEMO, List.of("app:1"), List.of(), false));
        var own = assertThrows(
                MinikException.class,
                () -> images.delete(DEMO, List.of("registry.k8s.io/pause:3.10"), List.of(), false));
        assertEquals(ExitCode.WRONG_STATE, used.exitCode());
        assertEquals("pod default/web-1 on node demo-worker runs " + APP, used.message());
        assertTrue(own.message().startsWith("registry.k8s.io/pause:3.10 belongs to Kubernetes itself"), own.message());
        assertEquals(List.of(), worker.commands);

        images.delete(DEMO, List.of("app:1"), List.of(), true);
        assertEquals(List.of("crictl rmi " + ONE.id()), worker.commands);
    }

    @Test
    void anEngineThatFailsIsTold() {
        engineHas(ONE, TestArchive.docker(Map.of(List.of(APP), ONE)), "app:1");
        engine.failOn("saveImages", new EngineException(EngineException.Kind.OTHER, "layer is gone", null));

        var failure = assertThrows(MinikException.class, () -> load("app:1"));

        assertEquals("the container engine refused: layer is gone", failure.message());
        NODES.forEach(node -> assertEquals(Map.of(), runtime.node(node).images));
    }
}
