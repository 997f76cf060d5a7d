package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.real.Shell.Result;
import dev.minik.cli.real.Shell.Running;
import dev.minik.image.BuiltNodeImages;
import dev.minik.release.KubernetesCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine whose disk is full, or that goes away, at whichever moment: the cause is told, and nothing is left of the cluster. */
@Tag("faults")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisturbedEngineTest {
    private static final String CLUSTER = "disturbed";
    private static final long MIB = 1L << 20;
    /** The node image takes one GiB, and while it is loaded another one. */
    private static final long DISK_SIZE = 4096 * MIB;

    private static final Duration REACHED = Duration.ofSeconds(90);
    /** An engine that went is noticed at once; a creation runs for longer than this, its waits for minutes. */
    private static final Duration NOTICED = Duration.ofSeconds(20);

    @TempDir
    static Path directory = Path.of("");

    private Shell shell = new Shell(directory);
    private final List<Running> running = new ArrayList<>();
    private @Nullable LoopDisk disk;
    private @Nullable ScratchEngine engine;

    /** Before each and not once for all: only so is every test that is skipped reported, and why. */
    @BeforeEach
    void start() {
        shell = new Shell(directory);
        if (disk == null) {
            disk = LoopDisk.mount(directory, DISK_SIZE);
        }
        if (engine == null) {
            engine = ScratchEngine.start(directory, disk.root());
        }
        engine.copyImage(BuiltNodeImages.REPOSITORY + ":"
                + KubernetesCatalogue.load().defaultRelease().version());
    }

    @AfterAll
    void end() {
        try {
            if (engine != null) {
                engine.close();
            }
        } finally {
            if (disk != null) {
                disk.close();
            }
        }
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        if (engine == null) {
            return;
        }
        shell.end(running.toArray(Running[]::new));
        running.clear();
        disk().free();
        engine().restart();
        var remains = remains();
        minik("delete", "cluster", CLUSTER); // for the next test
        assertEquals(List.of(), remains);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4, 100})
    void aFullDiskIsToldBeforeAnythingIsMade(long mebibytes) {
        disk().fill(mebibytes * MIB);

        var create = minik("create", "cluster", CLUSTER).exits(8);

        assertTells(create, "the engine's disk is full", "free some space");
        assertFalse(create.stderr().contains("Starting"), create::stderr);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Starting 1 node", "Starting the control plane", "start kubeadm-init"})
    void aDiskThatFillsUpMeanwhileIsTold(String step) throws IOException {
        var create = startMinik("create", "cluster", CLUSTER, "-v");
        reach(create, step);

        disk().fill(MIB);

        assertTells(shell.finish(create).exits(8), "the engine's disk is full", "free some space");
        assertEquals(List.of(), remains(), "with a disk that is still full");
    }

    @ParameterizedTest
    @CsvSource({
        "KILL, Starting 1 node",
        "KILL, Starting the control plane",
        "KILL, Waiting for all nodes",
        "TERM, Starting the control plane"
    })
    void anEngineThatGoesIsToldAndTheNextCommandRemovesWhatWasMade(String signal, String step) {
        var create = startMinik("create", "cluster", CLUSTER);
        reach(create, step);

        if (signal.equals("KILL")) {
            engine().kill();
        } else {
            engine().stop();
        }
        Shell.eventually("create ends", NOTICED, () -> !create.process().isAlive());
        engine().restart();

        assertTells(shell.finish(create).exits(4), "the container engine has gone", "start it again");
        assertFalse(minik("get", "clusters").ok().lines().contains(CLUSTER));
    }

    @Test
    void anEngineThatHasGoneIsTold() {
        engine().kill();
        var create = minik("create", "cluster", CLUSTER);
        engine().restart();

        assertTells(create.exits(4), "the chosen engine does not answer: " + engine().url(), "Start it");
    }

    /** What Docker makes of a volume when it is killed between making its directory and writing down its labels. */
    @Test
    void aVolumeWithoutItsLabelsIsRemovedAsWell() throws IOException {
        engine().kill();
        Files.createDirectories(disk().root().resolve("volumes/" + CLUSTER + "-control-plane-var/_data"));
        engine().restart();
        assertEquals(List.of("volume " + CLUSTER + "-control-plane-var"), remains());

        minik("delete", "cluster", CLUSTER).ok();

        assertEquals(List.of(), remains());
    }

    private Result minik(String... arguments) {
        return shell.finish(startMinik(arguments));
    }

    private Running startMinik(String... arguments) {
        var started = shell.startMinik(Stream.concat(Stream.of("--engine", engine().url()), Stream.of(arguments))
                .toArray(String[]::new));
        running.add(started);
        return started;
    }

    private static void reach(Running create, String step) {
        Shell.eventually(
                "create says '" + step + "'",
                REACHED,
                () -> create.saidSoFar().contains(step) || !create.process().isAlive());
    }

    /** One line says what is wrong, and the next one what to do. */
    private static void assertTells(Result result, String cause, String remedy) {
        var lines = result.stderr().lines().toList();
        var errors = lines.stream().filter(line -> line.startsWith("ERROR: ")).toList();
        assertEquals(1, errors.size(), result::stderr);
        assertTrue(errors.get(0).contains(cause), result::stderr);
        assertTrue(lines.get(lines.indexOf(errors.get(0)) + 1).startsWith("  " + remedy), result::stderr);
    }

    private List<String> remains() throws IOException {
        var remains = new ArrayList<String>();
        try (var connected = engine().connect()) {
            remains.addAll(new EngineState(connected).remains(CLUSTER));
        }
        if (Files.exists(shell.kubeconfig())
                && Files.readString(shell.kubeconfig()).contains(CLUSTER)) {
            remains.add("an entry in the kubeconfig");
        }
        return remains;
    }

    private LoopDisk disk() {
        return Objects.requireNonNull(disk);
    }

    private ScratchEngine engine() {
        return Objects.requireNonNull(engine);
    }
}
