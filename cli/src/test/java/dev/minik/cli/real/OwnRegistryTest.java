package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Registries of minik's own as their users have them: a cluster that names them when it is created, and that gets others while it lives.
 * Each step goes on where the one before has ended.
 */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnRegistryTest {
    private static final String CLUSTER = "own-registry";
    private static final String DEV = "own-dev";
    private static final String UPSTREAM = "own-upstream";
    private static final String CACHE = "own-cache";

    /** A shell and nothing else. */
    private static final String IMAGE = "localhost/minik-own-registry-test:1";

    /** Another one, of which no node has any layer. */
    private static final String CACHED = "localhost/minik-own-registry-test:2";

    @TempDir
    static Path directory = Path.of("");

    private String dev = "";
    private String upstream = "";

    @BeforeAll
    void make() {
        clean();
        dev = host(shell().minik("create", "registry", DEV, "--port", "0", "-o", "json")
                .ok());
        buildImage();
        shell().minik("create", "cluster", CLUSTER, "--workers", "1", "--registry", DEV)
                .ok();
    }

    @AfterAll
    void clean() {
        shell().minik("delete", "cluster", CLUSTER);
        for (var name : List.of(DEV, CACHE, UPSTREAM)) {
            shell().minik("delete", "registry", name);
        }
        shell().run("docker", "image", "rm", IMAGE, CACHED);
    }

    /** busybox out of a node, under a name of nobody's. */
    private static void buildImage() {
        var node = "localhost/minik-node:v1.37.0";
        var script = "set -e; mkdir -p bin; id=$(docker create %s); trap 'docker rm \"$id\" >/dev/null' EXIT;"
                        .formatted(node)
                + " docker cp \"$id\":/usr/bin/busybox bin/sh;"
                + " tar -c bin | docker import --change 'CMD [\"/bin/sh\"]' - %s;".formatted(IMAGE)
                + " echo more >bin/more; tar -c bin | docker import --change 'CMD [\"/bin/sh\"]' - %s"
                        .formatted(CACHED);
        shell().run("bash", "-c", "cd '%s'; %s".formatted(directory, script)).ok();
    }

    @Test
    @Order(1)
    void whatIsPushedFromTheHostIsPulledByNodesUnderTheSameName() {
        push(IMAGE, dev + "/app:1");

        runs("first", dev + "/app:1", CLUSTER + "-worker");
        var hosting = kubectl(
                        "get", "configmap", "local-registry-hosting", "-n", "kube-public", "-o", "jsonpath={.data.*}")
                .ok()
                .stdout();
        assertTrue(hosting.contains("host: \"" + dev + "\""), hosting);
    }

    @Test
    @Order(2)
    void creatingItAgainChangesNothingAndStartsItWhenItIsStopped() {
        var again = shell().minik("create", "registry", DEV).ok();
        assertTrue(again.stderr().contains("there already"), again::stderr);
        shell().minik("create", "registry", DEV, "--port", "5555").exits(5);

        shell().run("docker", "stop", "-t", "2", "minik-" + DEV).ok();
        assertTrue(listed(DEV).contains("\"state\": \"stopped\""), () -> listed(DEV));
        shell().minik("create", "registry", DEV).ok();

        assertTrue(listed(DEV).contains("\"state\": \"running\""), () -> listed(DEV));
        runs("again", dev + "/app:1", CLUSTER + "-control-plane");
    }

    @Test
    @Order(3)
    void aCacheServesALiveClusterWhileItsUpstreamIsGone() {
        upstream = host(shell().minik("create", "registry", UPSTREAM, "--port", "0", "--cluster", CLUSTER, "-o", "json")
                .ok());
        push(CACHED, upstream + "/cached:1");
        // a name that is known to the cache as well, once the cluster's network is its own
        var name = "minik-" + UPSTREAM + ":5000";
        shell().minik("create", "registry", CACHE, "--proxy-remote-url", "http://" + name, "--cluster", CLUSTER)
                .ok();
        runs("cached", name + "/cached:1", CLUSTER + "-worker");

        shell().run("docker", "kill", "minik-" + UPSTREAM).ok();
        shell().run("docker", "restart", "-t", "2", "minik-" + CACHE).ok();

        runs("cached-again", name + "/cached:1", CLUSTER + "-control-plane");
        var missing = pod("missing", name + "/other:1", CLUSTER + "-worker");
        Shell.eventually(
                "the pull fails",
                Duration.ofSeconds(60),
                () -> kubectl("get", missing, "-o", "jsonpath={.status.containerStatuses[*].state.waiting.reason}")
                        .stdout()
                        .matches("ErrImagePull|ImagePullBackOff"));
    }

    @Test
    @Order(4)
    void aNodeThatComesLaterUsesItAndOneThatIsDeletedByForceIsForgotten() {
        shell().minik("create", "node", "--name", CLUSTER).ok();
        runs("cached-later", "minik-" + UPSTREAM + ":5000/cached:1", CLUSTER + "-worker2");
        var refused = shell().minik("delete", "registry", CACHE).exits(7);
        assertTrue(refused.stderr().contains(CLUSTER), refused::stderr);

        shell().minik("delete", "registry", CACHE, "--force").ok();

        var told = shell().run("docker", "exec", CLUSTER + "-worker", "ls", "/etc/containerd/certs.d")
                .ok();
        assertEquals(Stream.of(dev, upstream).sorted().toList(), told.lines());
    }

    @Test
    @Order(5)
    void theNetworkOfADeletedClusterGoesAndTheImagesStay() {
        shell().minik("delete", "cluster", CLUSTER).ok();
        assertEquals(
                "",
                shell().run("docker", "network", "ls", "--quiet", "--filter", "label=dev.minik/cluster=" + CLUSTER)
                        .ok()
                        .stdout());
        assertTrue(listed(DEV).contains("\"clusters\": []"), () -> listed(DEV));

        shell().minik("delete", "registry", DEV, "--keep-data").ok();
        var port = dev.substring(dev.indexOf(':') + 1);
        shell().minik("create", "registry", DEV, "--port", port).ok();

        shell().run("docker", "image", "rm", dev + "/app:1").ok();
        shell().run("docker", "pull", dev + "/app:1").ok();
        shell().minik("delete", "registry", DEV).ok();
        assertEquals(
                "",
                shell().run("docker", "volume", "ls", "--quiet", "--filter", "label=dev.minik/registry=" + DEV)
                        .ok()
                        .stdout());
        shell().minik("delete", "registry", DEV).ok();
    }

    private void push(String image, String name) {
        shell().run("docker", "tag", image, name).ok();
        shell().run("docker", "push", name).ok();
        if (!name.startsWith(dev)) {
            shell().run("docker", "image", "rm", name).ok();
        }
    }

    private String pod(String name, String image, String node) {
        var file = shell().file(name + ".yaml", POD.formatted(name, node, image));
        kubectl("apply", "-f", file.toString()).ok();
        return "pod/" + name;
    }

    private void runs(String name, String image, String node) {
        var pod = pod(name, image, node);
        var ended = kubectl("wait", "--for=jsonpath={.status.phase}=Succeeded", pod, "--timeout=60s");
        assertEquals(0, ended.exitCode(), () -> kubectl("describe", pod).stdout());
        assertNotEquals(
                "",
                kubectl("get", pod, "-o", "jsonpath={.status.containerStatuses[0].imageID}")
                        .ok()
                        .stdout());
    }

    private static String listed(String name) {
        var all = shell().minik("get", "registries", "-o", "json").ok().stdout();
        var from = all.indexOf("\"name\": \"%s\"".formatted(name));
        assertTrue(from >= 0, all);
        return all.substring(from, all.indexOf('}', from));
    }

    private static String host(Shell.Result created) {
        var text = created.stdout();
        var from = text.indexOf("localhost:");
        assertTrue(from >= 0, text);
        return text.substring(from, text.indexOf('"', from));
    }

    private static Shell.Result kubectl(String... arguments) {
        return shell().kubectl(CLUSTER, arguments);
    }

    private static Shell shell() {
        return new Shell(directory, Map.of());
    }

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s}
            spec:
              nodeName: %s
              restartPolicy: Never
              tolerations: [{operator: Exists}]
              containers:
              - name: only
                image: %s
                imagePullPolicy: Always
                command: [/bin/sh, -c, "exit 0"]
            """;
}
