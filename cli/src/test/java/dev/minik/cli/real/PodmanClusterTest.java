package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ContainerSpec;
import dev.minik.engine.podman.PodmanService;
import dev.minik.image.BuiltNodeImages;
import dev.minik.release.KubernetesCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What works on Docker works on Podman, found by its socket. */
@Tag("cluster")
@Timeout(300)
class PodmanClusterTest {
    private static final String CLUSTER = "on-podman";

    @TempDir
    static Path directory = Path.of("");

    private static @Nullable PodmanService podman;
    private Shell shell = new Shell(directory);

    /** Before each and not once for all: only so is every test that is skipped reported, and why. */
    @BeforeEach
    void start() {
        if (podman == null) {
            podman = PodmanService.start(directory);
        }
        shell = new Shell(directory, Map.of("DOCKER_HOST", podman.url(), "MINIK_ENGINE", ""));
    }

    @AfterAll
    static void end() {
        if (podman != null) {
            podman.close();
            podman = null;
        }
    }

    @Test
    void aClusterIsMadeUsedReadAndRemoved() throws IOException {
        try (var cluster = NewCluster.create(shell, CLUSTER, "--workers", "1")) {
            cluster.works();
            assertTrue(shell.minik("get", "clusters").ok().lines().contains(CLUSTER));
            var logs = directory.resolve("logs");
            shell.minik("export", "logs", logs.toString(), "--name", CLUSTER).ok();
            assertTrue(Files.size(logs.resolve(CLUSTER + "-worker/kubelet.log")) > 0);

            shell.minik("delete", "cluster", CLUSTER).ok();
        }
        assertEquals(List.of(), remains());
        assertFalse(Files.readString(shell.kubeconfig()).contains(CLUSTER), "an entry in the kubeconfig");
    }

    @Test
    void aContainerInTheWayIsNamedAndKept() {
        var name = CLUSTER + "-control-plane";
        shell.minik("build", "node-image", "--yes").ok();
        try (var engine = service().connect()) {
            var image = BuiltNodeImages.REPOSITORY + ":"
                    + KubernetesCatalogue.load().defaultRelease().version();
            engine.createContainer(ContainerSpec.of(name, image).build());
            var create = shell.minik("create", "cluster", CLUSTER).exits(5);

            assertTrue(create.stderr().contains("remove it (podman rm -f " + name + ")"), create::stderr);
            assertEquals(List.of("container " + name), remains());
            engine.removeContainer(name);
        }
    }

    @Test
    void aPortThatPodmanCannotPublishIsToldBeforeAnythingIsMade() {
        var config = shell.file("v6.yaml", """
                kind: Cluster
                apiVersion: kind.x-k8s.io/v1alpha4
                networking: {ipFamily: ipv6}
                """);

        var create = shell.minik("create", "cluster", CLUSTER, "--config", config.toString())
                .exits(8);

        assertTrue(create.stderr().contains("Podman cannot publish a port on ::1"), create::stderr);
        assertEquals(List.of(), remains());
    }

    private static List<String> remains() {
        try (var engine = service().connect()) {
            return new EngineState(engine).remains(CLUSTER);
        }
    }

    private static PodmanService service() {
        return Objects.requireNonNull(podman);
    }
}
