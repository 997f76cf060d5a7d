package dev.minik.image.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarEntry;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.container.Helper;
import dev.minik.image.fake.RecordingRunner;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseSystemsTest {
    @TempDir
    Path apt;

    private final FakeEngine engine = new FakeEngine();
    private final RecordingRunner runner = new RecordingRunner();

    private BaseSystem choose(boolean root, Optional<String> mirror) {
        return new BaseSystems(engine, runner, new Helper.Names("b", "p"), new AptSources(apt), mirror, root)
                .choose(Progress.silent());
    }

    @Test
    void takesDebiansImageWhereTheEngineHasIt() {
        engine.withImage(ContainerBase.IMAGE);
        assertInstanceOf(ContainerBase.class, choose(true, Optional.of("http://mirror.example/debian")));
    }

    @Test
    void debootstrapsAsRootFromTheMachinesOwnSource() throws IOException {
        Files.writeString(apt.resolve("sources.list"), "deb http://mirror.example/debian trixie main\n");
        assertInstanceOf(DebootstrappedBase.class, choose(true, Optional.empty()));
        assertEquals(List.of(List.of("debootstrap", "--version")), runner.argvs());
    }

    @Test
    void aConfiguredMirrorNeedsNoSource() {
        assertInstanceOf(DebootstrappedBase.class, choose(true, Optional.of("http://mirror.example/debian")));
    }

    @Test
    void pullsTheImageWhereDebootstrapCannotRun() {
        engine.withRegistryImage(new ImageInfo("sha256:1", List.of(ContainerBase.IMAGE), Map.of(), List.of(), 1));
        assertInstanceOf(ContainerBase.class, choose(false, Optional.of("http://mirror.example/debian")));
    }

    @Test
    void saysWhatEachWayLacks() {
        runner.failing(List.of("debootstrap"), 127, "");
        var failure = assertThrows(MinikException.class, () -> choose(true, Optional.empty()));
        assertEquals(ExitCode.UNSUITABLE_HOST, failure.exitCode());
        assertEquals(3, failure.details().size());
        assertTrue(
                failure.details().get(1).contains("not installed"),
                failure.details().toString());
        var notRoot = assertThrows(MinikException.class, () -> choose(false, Optional.empty()));
        assertTrue(notRoot.details().get(1).contains("root"), notRoot.details().toString());
    }

    @Test
    void whatTheEngineAndTheKernelPutIntoAContainerIsLeftOut() {
        assertEquals(Optional.of("/usr/bin/bash"), place("/usr/bin/bash"));
        assertEquals(Optional.of("/usr"), place("./usr"));
        assertEquals(Optional.of("/proc"), place("proc"));
        assertEquals(Optional.empty(), place("proc/1"));
        assertEquals(Optional.empty(), place("./dev/null"));
        assertEquals(Optional.empty(), place("/"));
        assertEquals(Optional.empty(), place("."));
        assertEquals(Optional.empty(), place("etc/resolv.conf"));
        assertEquals(Optional.empty(), place(".dockerenv"));
    }

    private static Optional<String> place(String name) {
        return ContainerBase.place(new TarEntry(name, TarEntry.Kind.FILE, 0644, 0, ""));
    }
}
