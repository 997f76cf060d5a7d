package dev.minik.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.fake.FakeHost;
import dev.minik.image.version.ComponentVersions;
import dev.minik.model.KubernetesVersion;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.progress.Progress;
import dev.minik.progress.ProgressEvent;
import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltNodeImagesTest {
    private static final List<ComponentVersions> VERSIONS = ComponentVersions.all(KubernetesCatalogue.load());
    private static final String NAME = "localhost/minik-node:v1.37.0";

    @TempDir
    Path directory;

    private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
    private final Progress progress = new Progress(events::add, InstantSource.system());
    private FakeHost host;
    private NodeImageProvider images;

    @BeforeEach
    void makeHost() {
        host = new FakeHost(directory, VERSIONS.get(0));
        images = new BuiltNodeImages(new NodeImageBuilder(host.runner(), host.settings()), () -> VERSIONS);
    }

    @Test
    void namesItsOwnImages() {
        assertEquals(NAME, images.nameFor(KubernetesVersion.parse("1.37.0")));
    }

    @Test
    void takesWhatTheEngineHas() {
        host.engine().withImage(NAME);
        assertEquals(
                List.of(NAME), images.provide(host.engine(), NAME, progress).tags());
        assertEquals(List.of(), events);
        assertEquals(0, host.compilations());
    }

    @Test
    void buildsWhatIsMissingAndSaysSoBefore() {
        assertEquals(
                List.of(NAME), images.provide(host.engine(), NAME, progress).tags());
        assertTrue(
                events.get(0) instanceof ProgressEvent.Notice notice
                        && notice.text().contains(NAME),
                events.toString());
        assertTrue(host.engine().calls("pullImage").isEmpty(), "nobody owns that name");
    }

    @Test
    void anUnknownVersionIsNotBuilt() {
        var failure = assertThrows(
                MinikException.class, () -> images.provide(host.engine(), "localhost/minik-node:v1.20.0", progress));
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, failure.exitCode());
        assertTrue(failure.remedy().contains("v1.37.0, v1.36.3"), failure.remedy());
    }

    @Test
    void otherImagesArePulled() {
        host.engine()
                .withRegistryImage(new ImageInfo("sha256:2", List.of("kindest/node:v1.36.1"), Map.of(), List.of(), 1));
        assertEquals(
                "sha256:2",
                images.provide(host.engine(), "kindest/node:v1.36.1", progress).id());
    }

    @Test
    void anImageThatCannotBePulledIsNamed() {
        var failure =
                assertThrows(MinikException.class, () -> images.provide(host.engine(), "kindest/node:v0", progress));
        assertTrue(failure.message().contains("kindest/node:v0"), failure.message());
        assertTrue(failure.remedy().contains("--image"), failure.remedy());
    }
}
