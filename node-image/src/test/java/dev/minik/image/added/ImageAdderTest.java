package dev.minik.image.added;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.Architecture;
import dev.minik.image.BuildSettings;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.progress.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageAdderTest {
    private static final String BASE = "localhost/minik-node:v1.37.0";
    private static final String STORE = "/var/lib/containerd";
    private static final String SNAPSHOT = STORE + "/io.containerd.snapshotter.v1.overlayfs/snapshots/7";

    @TempDir
    Path directory;

    private ExecResult script = new ExecResult(0, "image app:1\npath %s\n".formatted(SNAPSHOT), "");
    private FakeEngine engine = new FakeEngine();

    @BeforeEach
    void makeEngine() {
        engine = new FakeEngine((container, spec) -> {
                    assertEquals(List.of("bash", "/minik-build/add.sh"), spec.command());
                    var app = new TarBuilder()
                            .file("/io.containerd.snapshotter.v1.overlayfs/snapshots/7/fs/app", 0755, "app");
                    engine.copyInto(container, STORE, new ByteArrayInputStream(app.build()));
                    return script;
                })
                .withImage(new ImageInfo(
                        "sha256:1", List.of(BASE), Map.of(Labels.KUBERNETES_VERSION, "v1.37.0"), List.of(), 1))
                .withImage(new ImageInfo("sha256:2", List.of("app:1"), Map.of(), List.of(), 1));
    }

    private record Images() implements NodeImageProvider {
        @Override
        public String nameFor(KubernetesVersion version) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ImageInfo provide(Engine engine, String imageName, Progress progress) {
            return engine.findImage(imageName).orElseThrow();
        }
    }

    private String add(AddedImages request) {
        var settings = new BuildSettings(
                directory.resolve("cache"),
                directory,
                Optional.empty(),
                URI.create("http://x/"),
                Architecture.AMD64,
                true);
        return new ImageAdder(settings, new Images()).add(engine, request, Progress.silent());
    }

    private static AddedImages images(String... names) {
        return new AddedImages(BASE, List.of(names), List.of(), Optional.empty());
    }

    private static MinikException failure(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(MinikException.class, call);
    }

    @Test
    void whatIsNewInTheStoreBecomesALayer() {
        var name = add(images("app:1"));

        assertTrue(name.matches("localhost/minik-node:v1\\.37\\.0-[0-9a-f]{12}"), name);
        assertEquals("v1.37.0", engine.findImage(name).orElseThrow().labels().get(Labels.KUBERNETES_VERSION));
        var container = engine.createContainer(ContainerSpec.of("look", name).build());
        assertTrue(engine.file(container, SNAPSHOT + "/fs/app").isPresent());
        engine.removeContainer(container);
        assertEquals(List.of(), engine.listContainers(Map.of()));
        assertEquals(List.of(), engine.listVolumes(Map.of()));
        var labels = engine.findImage(name).orElseThrow().labels();
        assertEquals(null, labels.get(Labels.KIND), "its nodes would have it as well");
    }

    @Test
    void theSameIsNotMadeAgainAndAnotherImageIs() {
        var first = add(images("app:1"));
        assertEquals(first, add(images("app:1")));
        assertEquals(1, engine.calls("commitContainer").size());

        engine.withImage(new ImageInfo("sha256:3", List.of("app:1"), Map.of(), List.of(), 1));
        assertNotEquals(first, add(images("app:1")));
    }

    @Test
    void anArchiveCountsByItsContent() throws IOException {
        var archive = Files.writeString(directory.resolve("a.tar"), "one");
        var request = new AddedImages(BASE, List.of(), List.of(archive), Optional.of("node:1"));
        add(request);
        add(request);
        Files.writeString(archive, "two");
        assertEquals("node:1", add(request));

        assertEquals(2, engine.calls("commitContainer").size());
        assertEquals(0, engine.calls("saveImages").size());
    }

    @Test
    void whatCannotBeAddedIsToldBeforeAnythingIsMade() {
        assertEquals(
                ExitCode.EXISTS_OR_NOT_FOUND,
                failure(() -> add(images("none:1"))).exitCode());
        assertEquals(ExitCode.USAGE, failure(() -> add(images("sha256:2"))).exitCode());
        var itself = new AddedImages(BASE, List.of("app:1"), List.of(), Optional.of(BASE));
        assertEquals(ExitCode.USAGE, failure(() -> add(itself)).exitCode());
        assertEquals(List.of(), engine.calls("createContainer"));
    }

    @Test
    void whatTheNodeImageRefusesIsToldAndLeavesNothing() {
        script = new ExecResult(2, "", "refused: 001-app_1 cannot be read: not an archive\n");

        assertEquals(
                "app_1 cannot be read: not an archive",
                failure(() -> add(images("app:1"))).message());

        script = new ExecResult(1, "", "containerd has ended\n");
        assertEquals(
                List.of("containerd has ended"),
                failure(() -> add(images("app:1"))).details());
        assertEquals(List.of(), engine.listContainers(Map.of()));
        assertEquals(List.of(), engine.listVolumes(Map.of()));
    }

    @Test
    void anInterruptedRunIsClearedAway() {
        engine.failOn("commitContainer", new EngineException(EngineException.Kind.NO_SPACE, "disk full", null));
        engine.failOn("removeContainer", new EngineException(EngineException.Kind.UNAVAILABLE, "gone", null));
        assertThrows(RuntimeException.class, () -> add(images("app:1")));
        engine.heal();

        add(images("app:1"));

        assertEquals(List.of(), engine.listContainers(Map.of()));
        assertEquals(List.of(), engine.listVolumes(Map.of()));
    }
}
