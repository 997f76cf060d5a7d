package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Images that were baked into a node image run without a pull, those as well that delete files of their lower layers. */
@Tag("image")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AddedImageTest {
    private static final String CLUSTER = "added-image";
    private static final String NODE = "localhost/minik-added-test:node";
    private static final String PLAIN = "localhost/minik-added-test:plain";
    private static final String DELETING = "localhost/minik-added-test:deleting";
    private static final String FOREIGN = "localhost/minik-added-test:foreign";

    @TempDir
    static Path directory = Path.of("");

    @BeforeAll
    void make() {
        clean();
        shell().run("bash", "-c", """
                        set -e
                        cd "$1"
                        mkdir bin
                        id=$(docker create localhost/minik-node:v1.37.0)
                        trap 'docker rm "$id" >/dev/null' EXIT
                        docker cp "$id":/usr/bin/busybox bin/sh
                        ln -s sh bin/mkdir
                        ln -s sh bin/rm
                        tar -c bin | docker import - "$2"
                        tar -c bin | docker import --platform linux/arm64 - "$4"
                        docker tag "$2" minik-added-test-lower
                        docker build --quiet --tag "$3" - <<'END'
                        FROM minik-added-test-lower
                        RUN echo lower >/gone; mkdir /kept; echo lower >/kept/gone
                        RUN rm /gone /kept/gone
                        END
                        docker image rm minik-added-test-lower
                        docker save --output deleting.tar "$3"
                        docker image rm "$3"
                        """, "make", directory.toString(), PLAIN, DELETING, FOREIGN)
                .ok();
    }

    @AfterAll
    void clean() {
        shell().minik("delete", "cluster", CLUSTER);
        for (var image : List.of(NODE, PLAIN, DELETING, FOREIGN)) {
            shell().run("docker", "image", "rm", image);
        }
    }

    @Test
    void imagesOfTheEngineAndOfArchivesRunWithoutAPull() {
        var archive = directory.resolve("deleting.tar").toString();
        var build = List.of("build", "node-image", "--add-image", PLAIN, "--add-image", archive, "--image", NODE);
        assertEquals(
                List.of(NODE), shell().minik(build.toArray(String[]::new)).ok().lines());
        var id = id();

        var again = shell().minik(build.toArray(String[]::new)).ok();
        assertEquals("", again.stderr(), "nothing is made twice");
        assertEquals(id, id());

        shell().minik("create", "cluster", CLUSTER, "--image", NODE).ok();
        runs("plain", PLAIN, "exit 0");
        runs("deleting", DELETING, "[ ! -e /gone ] && [ ! -e /kept/gone ]");
        assertEquals(
                "",
                shell().run("docker", "ps", "--all", "--quiet", "--filter", "label=dev.minik/kind=helper")
                        .ok()
                        .stdout());
    }

    @Test
    void anImageForAnotherMachineIsRefused() {
        var refused =
                shell().minik("build", "node-image", "--add-image", FOREIGN).exits(1);
        assertTrue(refused.stderr().contains("is for linux/arm64, the node image for linux/"), refused::stderr);

        shell().minik("build", "node-image", "--add-image", "localhost/minik-added-test:none")
                .exits(5);
    }

    private static String id() {
        return shell().run("docker", "image", "inspect", "--format", "{{.Id}}", NODE)
                .ok()
                .stdout();
    }

    private static void runs(String name, String image, String script) {
        var file = shell().file(name + ".yaml", POD.formatted(name, image, script));
        shell().kubectl(CLUSTER, "apply", "-f", file.toString()).ok();
        var ended = shell().kubectl(
                        CLUSTER, "wait", "--for=jsonpath={.status.phase}=Succeeded", "pod/" + name, "--timeout=60s");
        assertEquals(
                0,
                ended.exitCode(),
                () -> shell().kubectl(CLUSTER, "describe", "pod", name).stdout());
    }

    private static Shell shell() {
        return new Shell(directory);
    }

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s}
            spec:
              restartPolicy: Never
              containers:
              - name: only
                image: %s
                imagePullPolicy: Never
                command: [/bin/sh, -c, "%s"]
            """;
}
