package dev.minik.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineContractTest;
import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.Mount;
import dev.minik.model.MountPropagation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The contract, and what only a real engine can show, on the engine at {@code DOCKER_HOST} or the usual socket. The image is
 * the one named by {@code MINIK_TEST_IMAGE}, else one that minik built.
 */
@Tag("engine")
class DockerEngineTest extends EngineContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static EngineEndpoint endpoint() {
        return EngineEndpoint.plain(System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock"));
    }

    @Override
    protected Engine engine() {
        return DockerEngine.connect(endpoint(), HostEnvironment.current(), PATIENCE);
    }

    @Override
    protected String image() {
        var image = Optional.ofNullable(System.getenv("MINIK_TEST_IMAGE")).or(DockerEngineTest::nodeImage);
        return image.orElseThrow(
                () -> new AssertionError("no node image; build one, or name an image in MINIK_TEST_IMAGE"));
    }

    /** Returns an image that minik built; one that a newer one has taken the name of may be removed at any time. */
    private static Optional<String> nodeImage() {
        var json = DockerConnection.open(endpoint(), HostEnvironment.current().dockerConfig(), PATIENCE)
                .json();
        var images = json.get("/images/json", "filters", json.filter("label", List.of("dev.minik/image-inputs")));
        return StreamSupport.stream(images.spliterator(), false)
                .map(image -> image.path("RepoTags").path(0).asText(""))
                .filter(name -> name.startsWith("localhost/minik-node:"))
                .findFirst();
    }

    @Test
    void nodesHaveWhatSystemdNeeds() {
        try (var engine = engine()) {
            var name = "minik-contract-node";
            engine.removeContainer(name);
            var spec = ContainerSpec.of(name, image())
                    .hostname("node-host")
                    .entrypoint(List.of("sleep"))
                    .command(List.of("600"))
                    .labels(MINE)
                    .mounts(List.of(
                            new Mount.Volume("minik-contract-var", "/var", false),
                            new Mount.Tmpfs("/run", "rw,exec,nosuid,size=32m"),
                            new Mount.Bind("/usr", "/host/usr", true, false, MountPropagation.NONE)))
                    .restartOnFailure(3)
                    .build();
            engine.createVolume("minik-contract-var", MINE);
            try {
                engine.createContainer(spec);
                engine.startContainer(name);
                assertEquals("node-host\n", sh(engine, name, "hostname"));
                assertEquals("0\n", sh(engine, name, "ls /var | wc -l"));
                assertTrue(sh(engine, name, "grep ' /run ' /proc/mounts").contains("nosuid"), "options of /run");
                assertEquals("Seccomp:\t0\n", sh(engine, name, "grep ^Seccomp: /proc/self/status"));
                // A private view of the control groups: the container is at the root of what it sees.
                assertTrue(
                        sh(engine, name, "cat /proc/1/cgroup").lines().allMatch(line -> line.endsWith(":/")),
                        () -> sh(engine, name, "cat /proc/1/cgroup"));
                assertEquals("ok\n", sh(engine, name, "touch /host/usr/x 2>/dev/null || echo ok"));
                assertEquals("sleep\n", sh(engine, name, "cat /proc/1/comm"));
            } finally {
                engine.removeContainer(name);
                engine.removeVolume("minik-contract-var");
            }
        }
    }

    @Test
    void aTerminalMergesBothOutputs() {
        try (var engine = engine()) {
            var name = "minik-contract-node";
            engine.removeContainer(name);
            engine.createContainer(ContainerSpec.of(name, image())
                    .entrypoint(List.of("sleep"))
                    .command(List.of("600"))
                    .labels(MINE)
                    .build());
            try {
                engine.startContainer(name);
                var spec = new ExecSpec(
                        List.of("sh", "-c", "test -t 1 && echo terminal; echo err >&2"),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true);
                var result = engine.exec(name, spec);
                assertEquals("terminal\r\nerr\r\n", result.stdout());
                assertEquals("", result.stderr());
            } finally {
                engine.removeContainer(name);
            }
        }
    }

    private static String sh(Engine engine, String name, String script) {
        return engine.exec(name, ExecSpec.of("sh", "-c", script)).stdout();
    }
}
