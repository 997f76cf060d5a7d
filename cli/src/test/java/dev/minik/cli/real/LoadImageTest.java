package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.yaml.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Images come into nodes, and only what they lack; pods run from them. */
@Tag("cluster")
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoadImageTest {
    private static final String CLUSTER = "load-test";
    private static final List<String> NODES =
            List.of("load-test-control-plane", "load-test-worker", "load-test-worker2");
    private static final String ONE = "minik-test/large:1";
    private static final String TWO = "minik-test/large:2";
    private static final String FRESH = "minik-test/fresh:1";
    private static final long LARGE = 300_000_000;

    private Path directory;
    private Shell shell;
    private NewCluster cluster;
    private BuiltImage small;

    @BeforeAll
    void make(@TempDir Path temporary) throws IOException {
        directory = temporary;
        shell = new Shell(directory);
        cluster = NewCluster.create(directory, CLUSTER, "--workers=2");
        small = new BuiltImage(directory).withArchive(busybox());
        var large = small.with(tar -> {
            tar.file("/etc/first", 0644, "the first\n".getBytes(StandardCharsets.UTF_8));
            BuiltImage.random(tar, "/large", LARGE);
        });
        large.load(shell, ONE);
        large.with(tar -> {
                    tar.file("/usr/bin/.wh.wget", 0644, new byte[0]); // /bin leads there
                    tar.file("/etc/.wh..wh..opq", 0644, new byte[0]);
                    tar.file("/etc/second", 0644, "the second\n".getBytes(StandardCharsets.UTF_8));
                })
                .load(shell, TWO);
    }

    @AfterAll
    void remove() {
        cluster.close();
        shell.run("docker", "rmi", ONE, TWO, FRESH);
    }

    /** The file system of an image that every node has. */
    private Path busybox() {
        shell.run(
                        "docker",
                        "exec",
                        NODES.get(0),
                        "bash",
                        "-euc",
                        "mkdir /run/busybox; ctr -n k8s.io images mount docker.io/library/busybox:stable /run/busybox >/dev/null;"
                                + " tar -C /run/busybox -cf /busybox.tar .; ctr -n k8s.io images unmount --rm /run/busybox >/dev/null")
                .ok();
        var file = directory.resolve("busybox.tar");
        shell.run("docker", "cp", NODES.get(0) + ":/busybox.tar", file.toString())
                .ok();
        return file;
    }

    private static List<Long> moved(Shell.Result loaded) {
        var nodes = (List<?>) Objects.requireNonNull(
                ((Map<?, ?>) Objects.requireNonNull(Yaml.load(loaded.ok().stdout()))).get("nodes"));
        return nodes.stream()
                .map(node -> ((Number) Objects.requireNonNull(((Map<?, ?>) node).get("movedBytes"))).longValue())
                .toList();
    }

    private Shell.Result load(String... arguments) {
        var command = new java.util.ArrayList<>(List.of("load", "image", "--name", CLUSTER, "-o", "json"));
        command.addAll(List.of(arguments));
        return shell.minik(command.toArray(String[]::new));
    }

    private List<String> listed() {
        return shell.minik("get", "images", "--name", CLUSTER, "-o", "name")
                .ok()
                .lines();
    }

    /** Comes first: what nodes lack is known only of new ones. */
    @Test
    @Order(1)
    void movesWhatNodesLackAndPodsRunFromIt() {
        var first = moved(load(ONE));
        var second = moved(load(TWO));
        var third = moved(load(ONE, TWO));

        assertEquals(3, first.size());
        first.forEach(bytes -> assertTrue(bytes > LARGE && bytes < LARGE + 10_000_000, first::toString));
        second.forEach(bytes -> assertTrue(bytes > 0 && bytes < 1_000_000, second::toString));
        assertEquals(List.of(0L, 0L, 0L), third);
        assertTrue(listed().containsAll(List.of("docker.io/" + ONE, "docker.io/" + TWO)), () -> listed().toString());

        runs("first", ONE, "test -e /bin/wget && test -e /etc/first && test $(wc -c < /large) = " + LARGE);
        runs("second", TWO, "test ! -e /bin/wget && test ! -e /etc/first && grep second /etc/second");

        var inUse = shell.minik("delete", "image", TWO, "--name", CLUSTER);
        inUse.ok(); // its pods have ended
        assertFalse(listed().contains("docker.io/" + TWO));
        runs("again", ONE, "test -e /bin/wget");
    }

    /** Starts a pod on every node that may not pull, and waits until all have ended well. */
    private void runs(String name, String image, String test) {
        for (var node : NODES) {
            cluster.kubectl(
                            "apply",
                            "-f",
                            shell.file(name + ".yaml", """
                    apiVersion: v1
                    kind: Pod
                    metadata: {name: "%1$s-%2$s"}
                    spec:
                      nodeName: %2$s
                      restartPolicy: Never
                      terminationGracePeriodSeconds: 0
                      containers:
                      - {name: test, image: "%3$s", imagePullPolicy: Never, command: [sh, -c, '%4$s']}
                    """.formatted(name, node, image, test))
                                    .toString())
                    .ok();
        }
        for (var node : NODES) {
            var pod = "pod/%s-%s".formatted(name, node);
            var ended = cluster.kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", pod, "--timeout=60s");
            assertEquals(
                    0, ended.exitCode(), () -> cluster.kubectl("describe", pod).stdout());
            cluster.kubectl("delete", pod).ok();
        }
    }

    @Test
    void whatWasKilledIsFinishedByTheNextRun() {
        awaitRemovalOfContainers();
        shell.minik("delete", "image", ONE, TWO, "--name", CLUSTER).ok();
        var running = shell.startMinik("-v", "load", "image", ONE, "--name", CLUSTER);
        Shell.eventually(
                "bytes move", Duration.ofMinutes(3), () -> running.saidSoFar().contains("MB on their way"));
        running.process().destroyForcibly();
        shell.finish(running);

        assertFalse(listed().contains("docker.io/" + ONE));
        load(ONE).ok();
        runs("whole", ONE, "test $(wc -c < /large) = " + LARGE);
    }

    /** A kubelet removes containers some time after their pod; as long as they are there, the layers are. */
    private void awaitRemovalOfContainers() {
        for (var node : NODES) {
            Shell.eventually(
                    "containers of pods that are gone go from " + node,
                    Duration.ofMinutes(3),
                    () -> shell.run("docker", "exec", node, "crictl", "ps", "--all", "--quiet", "--name", "^test$")
                            .ok()
                            .stdout()
                            .isBlank());
        }
    }

    @Test
    void archivesAndStandardInputComeToTheNodesThatAreNamed() throws IOException {
        var archive = small.with(tar -> tar.file("/etc/third", 0644, new byte[] {'3'}))
                .archive("minik-test/small:3");

        shell.minik("load", "image-archive", archive.toString(), "--name", CLUSTER, "--nodes", NODES.get(1))
                .ok();
        var onOne = shell.minik("get", "images", "--nodes", NODES.get(1), "--name", CLUSTER, "-o", "name")
                .ok();
        assertTrue(onOne.lines().contains("docker.io/minik-test/small:3"), onOne::stdout);
        var others = shell.minik(
                "get", "images", "--nodes", NODES.get(0) + "," + NODES.get(2), "--name", CLUSTER, "-o", "name");
        assertFalse(others.ok().lines().contains("docker.io/minik-test/small:3"), others::stdout);

        shell.run(
                        "sh",
                        "-c",
                        "gzip -c \"$1\" | \"$2\" load image - --name " + CLUSTER,
                        "sh",
                        archive.toString(),
                        minik())
                .ok();
        runs("third", "minik-test/small:3", "grep 3 /etc/third");
        shell.minik("delete", "image", "minik-test/small:3", "--name", CLUSTER).ok();
    }

    private static String minik() {
        return dev.minik.cli.docs.MarkdownPage.root().resolve("minik").toString();
    }

    @Test
    void aFullDiskLeavesTheNodeAsItWas() throws IOException {
        // one that nothing keeps parts of, as pods that have ended do
        small.with(tar -> BuiltImage.random(tar, "/large", LARGE / 3)).load(shell, FRESH);
        inNode(
                NODES.get(1),
                "cp -a $content /run/content; mount -t tmpfs -o size=20m small $content; cp -a /run/content/. $content");
        try {
            var full = load(FRESH).exits(1);
            assertTrue(full.stderr().contains("node %s: its disk is full".formatted(NODES.get(1))), full::stderr);
        } finally {
            inNode(NODES.get(1), "cp -a $content/. /run/content; umount $content; cp -a /run/content/. $content");
        }
        var left = shell.minik("get", "images", "--nodes", NODES.get(1), "--name", CLUSTER, "-o", "name")
                .ok();
        assertFalse(left.lines().contains("docker.io/" + FRESH), left::stdout);

        var moved = moved(load(FRESH));
        assertTrue(moved.get(1) > 0, moved::toString);
        assertEquals(List.of(0L, 0L), List.of(moved.get(0), moved.get(2)), moved::toString);
    }

    private void inNode(String node, String script) {
        var content = "content=/var/lib/containerd/io.containerd.content.v1.content; ";
        shell.run("docker", "exec", node, "bash", "-euc", content + script).ok();
    }

    @Test
    void refusesBeforeAnythingMoves() {
        load("minik-test/nothing:1").exits(5);
        load(ONE, "--nodes", "load-test-worker9").exits(5);
        load("nothing.tar").exits(5);
        shell.minik("delete", "image", "registry.k8s.io/pause:3.10.2", "--name", CLUSTER)
                .exits(7);
        shell.run("docker", "pause", NODES.get(2)).ok();
        try {
            load(ONE).exits(7);
        } finally {
            shell.run("docker", "unpause", NODES.get(2)).ok();
        }
    }
}
