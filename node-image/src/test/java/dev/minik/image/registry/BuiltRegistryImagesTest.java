package dev.minik.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.fake.FakeHost;
import dev.minik.image.version.ComponentVersions;
import dev.minik.nodeimage.RegistryImageProvider;
import dev.minik.progress.Progress;
import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltRegistryImagesTest {
    private static final KubernetesCatalogue CATALOGUE = KubernetesCatalogue.load();

    @TempDir
    Path directory;

    private FakeHost host;
    private RegistryImageProvider images;

    @BeforeEach
    void makeHost() {
        host = new FakeHost(directory, ComponentVersions.all(CATALOGUE).get(0));
        images = new BuiltRegistryImages(host.runner(), host.settings(), () -> CATALOGUE);
    }

    @Test
    void ownImagesAreNamedByTheVersionInThem() {
        assertEquals("localhost/minik-registry:" + CATALOGUE.registry().distribution(), images.ownName());
    }

    @Test
    void anOwnImageIsCompiledOnce() {
        var name = images.ownName();

        assertEquals(
                List.of(name),
                images.provide(host.engine(), name, Progress.silent()).tags());
        images.provide(host.engine(), name, Progress.silent());
        host.engine().removeImage(name);
        images.provide(host.engine(), name, Progress.silent());

        assertEquals(1, host.compilations());
        assertEquals(2, host.engine().calls("loadImage").size());
        assertTrue(host.engine().calls("pullImage").isEmpty(), "nobody owns that name");
    }

    @Test
    void otherImagesArePulled() {
        host.engine().withRegistryImage(new ImageInfo("sha256:2", List.of("registry:3"), Map.of(), List.of(), 1));

        assertEquals(
                "sha256:2",
                images.provide(host.engine(), "registry:3", Progress.silent()).id());
        var failure = assertThrows(
                MinikException.class, () -> images.provide(host.engine(), "registry:none", Progress.silent()));
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, failure.exitCode());
        assertEquals(0, host.compilations());
    }
}
