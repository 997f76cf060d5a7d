package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.image.BuiltNodeImages;
import dev.minik.model.Labels;
import dev.minik.release.KubernetesCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine is started again: what ran runs again, what was stopped stays so. */
@Tag("faults")
@Timeout(900)
class RestartedEngineTest {
    private static final String CLUSTER = "comes-back";
    /** The node image takes one GiB, and while it is loaded another one. */
    private static final long DISK_SIZE = 5L << 30;

    private static final Duration SOON = Duration.ofMinutes(4);

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClusterIsWhatItWas(boolean gracefully) {
        try (var disk = LoopDisk.mount(directory, DISK_SIZE);
                var engine = ScratchEngine.start(directory, disk.root())) {
            engine.copyImage(BuiltNodeImages.REPOSITORY + ":"
                    + KubernetesCatalogue.load().defaultRelease().version());
            var shell = new Shell(directory, Map.of("MINIK_ENGINE", engine.url()));
            try (var cluster = NewCluster.create(shell, CLUSTER)) {
                cluster.kubectl("create", "configmap", "before").ok();

                startAgain(engine, gracefully);

                Shell.eventually(
                        "the cluster comes back by itself",
                        SOON,
                        () -> shell.minik("status", CLUSTER).exitCode() == 0);
                cluster.kubectl("get", "configmap", "before").ok();

                shell.minik("stop", "cluster", CLUSTER).ok();
                startAgain(engine, gracefully);
                assertEquals(List.of(State.EXITED), states(engine));
                assertTrue(shell.minik("status", CLUSTER).exits(7).stdout().contains("stopped"));

                shell.minik("start", "cluster", CLUSTER).ok();
                cluster.kubectl("get", "configmap", "before").ok();
            }
        }
    }

    private static void startAgain(ScratchEngine engine, boolean gracefully) {
        if (gracefully) {
            engine.stop();
        } else {
            engine.kill();
        }
        engine.restart();
    }

    private static List<State> states(ScratchEngine engine) {
        try (var connected = engine.connect()) {
            return connected.listContainers(Map.of(Labels.CLUSTER, CLUSTER)).stream()
                    .map(ContainerInfo::state)
                    .distinct()
                    .toList();
        }
    }
}
