package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineContractTest;
import dev.minik.engine.RemoteHost;
import dev.minik.engine.fake.TestAuthority;
import dev.minik.image.BuiltNodeImages;
import dev.minik.release.KubernetesCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine on another host, reached by TLS: it keeps the contract of engines, and its clusters are reached over the network. */
@Tag("remote")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteEngineTest extends EngineContractTest {
    private static final String CLUSTER = "remote";
    /** The node image takes one GiB, and while it is loaded another one. */
    private static final long DISK_SIZE = 4L << 30;

    @TempDir
    static Path directory = Path.of("");

    private @Nullable LoopDisk disk;
    private @Nullable ScratchEngine remote;

    @BeforeAll
    void start() {
        disk = LoopDisk.mount(directory, DISK_SIZE);
        remote = ScratchEngine.startRemote(directory, disk.root());
        remote.copyImage(image());
    }

    @AfterAll
    void end() {
        try {
            if (remote != null) {
                remote.close();
            }
        } finally {
            if (disk != null) {
                disk.close();
            }
        }
    }

    @Override
    protected Engine engine() {
        return remote().connect();
    }

    @Override
    protected String image() {
        return BuiltNodeImages.REPOSITORY + ":"
                + KubernetesCatalogue.load().defaultRelease().version();
    }

    @Test
    void itIsKnownToBeElsewhere() {
        try (var engine = engine()) {
            var info = engine.info();
            assertFalse(info.local());
            assertEquals(Optional.of(new RemoteHost(OtherHost.ADDRESS, true)), info.remote());
        }
    }

    @Test
    void aClusterIsReachedOverTheNetworkAndKeepsItsPort() throws IOException {
        var shell = new Shell(directory, remote().environment());
        try (var cluster = NewCluster.create(shell, CLUSTER, "--workers", "1")) {
            cluster.works();
            var server = server(shell);
            assertTrue(server.startsWith("https://" + OtherHost.ADDRESS + ":"), server);
            assertTrue(
                    shell.minik("get", "kubeconfig", "--name", CLUSTER)
                            .ok()
                            .stdout()
                            .contains(server),
                    server);
            assertTrue(
                    shell.minik("get", "clusters", "-o", "json").ok().stdout().contains(server), server);

            var node = CLUSTER + "-control-plane";
            try (var engine = engine()) {
                engine.stopContainer(node, Duration.ofSeconds(10));
                engine.startContainer(node);
            }
            Shell.eventually(
                    "the API server answers again",
                    Duration.ofSeconds(60),
                    () -> cluster.kubectl("get", "--raw", "/readyz").exitCode() == 0);
            assertEquals(server, server(shell));
        }
        try (var engine = engine()) {
            assertEquals(List.of(), new EngineState(engine).remains(CLUSTER));
        }
    }

    @Test
    void whoIsNotTheEngineIsNotSpokenTo() {
        var stranger = new TestAuthority();
        var certificates = stranger.writeClient(directory.resolve("stranger"), stranger.issue("EC"));

        assertTells(
                "DOCKER_CERT_PATH", certificates.toString(), "the engine's certificate is not from the CA in ca.pem");
        assertTells("DOCKER_TLS_VERIFY", "", "speaks TLS only");
        assertTells("DOCKER_CERT_PATH", "/nowhere", "there is no /nowhere/ca.pem");
    }

    private void assertTells(String variable, String value, String cause) {
        var environment = new HashMap<String, String>(remote().environment());
        environment.put(variable, value);
        var failed = new Shell(directory, Map.copyOf(environment))
                .minik("get", "clusters")
                .exits(4);
        assertTrue(failed.stderr().contains(cause), failed::stderr);
    }

    private static String server(Shell shell) throws IOException {
        return Files.readAllLines(shell.kubeconfig()).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("server: "))
                .map(line -> line.substring("server: ".length()))
                .findFirst()
                .orElseThrow();
    }

    private ScratchEngine remote() {
        return Objects.requireNonNull(remote, "no engine was started");
    }
}
