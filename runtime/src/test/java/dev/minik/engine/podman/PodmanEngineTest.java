package dev.minik.engine.podman;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineContractTest;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.Mount;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract on Podman's Docker-compatible socket, and what is Podman's own. */
@Tag("engine")
@Timeout(120)
class PodmanEngineTest extends EngineContractTest {
    private static final String IMAGE = "localhost/minik-contract:v1";
    private static final String VOLUME = "minik-contract-v";

    @TempDir
    static Path directory = Path.of("");

    private static @Nullable PodmanService podman;

    /** Before each and not once for all: only so is every test that is skipped reported, and why. */
    @BeforeEach
    @Override
    protected void open() {
        if (podman == null) {
            podman = PodmanService.start(directory);
            try (var engine = podman.connect()) {
                engine.loadImage(new ByteArrayInputStream(HostPrograms.image(IMAGE, "sh", "cat", "grep", "sleep")));
            }
        }
        super.open();
    }

    @AfterAll
    static void end() {
        if (podman != null) {
            podman.close();
            podman = null;
        }
    }

    @Override
    protected Engine engine() {
        return service().connect();
    }

    @Override
    protected String image() {
        return IMAGE;
    }

    private static PodmanService service() {
        if (podman == null) {
            throw new IllegalStateException("not started");
        }
        return podman;
    }

    @Test
    void itIsKnownForPodman() {
        try (var engine = engine()) {
            var info = engine.info();
            assertEquals(EngineInfo.PODMAN, info.name());
            assertEquals("podman", info.command());
            assertFalse(info.rootless(), info::toString);
        }
    }

    /** A container that heeds no signal is killed at once, where Podman would wait for ten seconds. */
    @Test
    @Timeout(8)
    void aStubbornContainerIsRemovedAtOnce() {
        try (var engine = engine()) {
            engine.startContainer(
                    engine.createContainer(spec("minik-contract-a", "trap '' TERM; cat /dev/zero >/dev/null")));
            engine.removeContainer("minik-contract-a");
        }
    }

    @Test
    void aNewVolumeIsNotFilledFromTheImage() {
        try (var engine = engine()) {
            engine.createVolume(VOLUME, MINE);
            engine.createContainer(
                    spec("minik-contract-a", "exec sleep 60", new Mount.Volume(VOLUME, HostPrograms.FILLED, false)));
            engine.startContainer("minik-contract-a");
            var listed = engine.exec("minik-contract-a", ExecSpec.of("sh", "-c", "echo /data/*"));
            assertEquals("/data/*\n", listed.stdout());
        }
    }

    @Test
    void aFailureIsToldInPodmansWords() {
        try (var engine = engine()) {
            engine.createContainer(spec("minik-contract-a", "exec sleep 60"));
            var failure =
                    assertThrows(EngineException.class, () -> engine.exec("minik-contract-a", ExecSpec.of("cat")));
            assertFalse(String.valueOf(failure.getMessage()).contains("{"), failure::getMessage);
        }
    }

    private static ContainerSpec spec(String name, String script, Mount... mounts) {
        return ContainerSpec.of(name, IMAGE)
                .entrypoint(List.of("sh", "-c"))
                .command(List.of(script))
                .labels(MINE)
                .mounts(List.of(mounts))
                .build();
    }
}
