package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.real.Shell.Running;
import dev.minik.engine.Engine;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a creation ends before its time, nothing is left of it, at the latest after the next command. */
@Tag("cluster")
class UnfinishedCreateTest {
    private static final String CLUSTER = "unfinished";
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    Path directory = Path.of("");

    private Shell shell = new Shell(directory);
    private final Engine engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty());

    @BeforeEach
    void open() {
        shell = new Shell(directory);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (engine) {
            assertEquals(List.of(), new EngineState(engine).remains(CLUSTER));
        }
        if (Files.exists(shell.kubeconfig())) {
            assertFalse(Files.readString(shell.kubeconfig()).contains(CLUSTER));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT, Starting 1 node",
        "INT, Starting the control plane",
        "TERM, Starting the control plane",
        "INT, Waiting for all nodes"
    })
    void aSignalUndoesWhatWasBegun(String signal, String step) {
        var create = shell.startMinik("create", "cluster", CLUSTER);
        reach(create, step);

        signal(create, signal);

        shell.finish(create).exits(130);
    }

    @ParameterizedTest
    @CsvSource({"Starting 1 node", "Starting the control plane", "Waiting for all nodes"})
    void whatAKilledProcessLeftIsRemovedByTheNextCommand(String step) {
        var create = shell.startMinik("create", "cluster", CLUSTER);
        reach(create, step);

        signal(create, "KILL");
        shell.finish(create);

        assertFalse(shell.minik("get", "clusters").ok().lines().contains(CLUSTER));
    }

    @Test
    void aTimeOutTellsTheFirstCauseAndRemovesTheCluster() throws IOException {
        var trace = directory.resolve("create.json");
        var result = shell.minik("create", "cluster", CLUSTER, "--wait", "1ms", "--timeline", trace.toString())
                .exits(6);

        assertTrue(result.stderr().contains("not ready in time"), result::stderr);
        var told = Files.readString(trace);
        assertTrue(told.contains("Waiting for all nodes and CoreDNS (failed)"), told);
    }

    @Test
    void aKubeletThatEndsAgainAndAgainIsTheCause() {
        var config = shell.file("kubelet.yaml", """
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                nodes:
                - role: control-plane
                - role: worker
                  kubeadmConfigPatches:
                  - |
                    kind: JoinConfiguration
                    nodeRegistration: {kubeletExtraArgs: [{name: no-such-flag, value: "1"}]}
                """);

        var result = shell.minik("create", "cluster", CLUSTER, "--config", config.toString())
                .exits(1);

        assertTrue(result.stderr().contains("kubelet failed on node " + CLUSTER + "-worker"), result::stderr);
        assertTrue(result.stderr().contains("unknown flag: --no-such-flag"), result::stderr);
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = shell.file(
                    "taken.yaml",
                    "{kind: Cluster, apiVersion: minik.dev/v1alpha1, networking: {apiServerPort: %d}}"
                            .formatted(taken.getLocalPort()));

            var result = shell.minik("create", "cluster", CLUSTER, "--config", config.toString());

            assertNotEquals(0, result.exitCode());
            assertTrue(result.stderr().contains("port " + taken.getLocalPort()), result::stderr);
        }
    }

    @Test
    void anEngineThatDoesNotAnswerIsSaid() {
        var result = shell.minik("--engine", "unix:///no/such.sock", "create", "cluster", CLUSTER)
                .exits(4);

        assertTrue(result.stderr().contains("/no/such.sock"), result::stderr);
    }

    @Test
    void aRetainedClusterStaysUntilItIsDeleted() throws IOException {
        var trace = directory.resolve("create.json");
        var result = shell.minik(
                        "create", "cluster", CLUSTER, "--wait", "1ms", "--retain", "--timeline", trace.toString())
                .exits(6);

        assertTrue(result.stderr().contains(CLUSTER + "-control-plane"), result::stderr);
        assertTrue(Files.readString(trace).contains("kubeadm-init"), "the node's journal is in the timeline");
        assertTrue(shell.minik("get", "clusters").ok().lines().contains(CLUSTER));
        shell.minik("delete", "cluster", CLUSTER).ok();
    }

    private static void reach(Running create, String step) {
        Shell.eventually(
                "create says '" + step + "'",
                SOON,
                () -> create.saidSoFar().contains(step) || !create.process().isAlive());
    }

    private void signal(Running running, String name) {
        shell.run("kill", "-s", name, String.valueOf(running.process().pid())).ok();
    }
}
