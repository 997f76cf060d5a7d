package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cluster.Clusters.ClusterSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class KubectlTest {
    @TempDir
    private Path directory;

    private final CliHarness minik = new CliHarness();

    @BeforeEach
    void aKubectlThatTellsHowItWasRun() throws IOException {
        minik.clusters.with("minik").with("demo");
        minik.environment.put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        minik.temporary = Files.createDirectory(directory.resolve("tmp"));
        minik.clusters.kubectl = """
                #!/bin/sh
                printf '%%s\\n' "$@" > '%1$s/arguments'
                cat "$KUBECONFIG" > '%1$s/kubeconfig'
                ls -l "$KUBECONFIG" | cut -c1-10 > '%1$s/mode'
                exit 42
                """.formatted(directory);
    }

    private List<String> told(String file) throws IOException {
        return Files.readAllLines(directory.resolve(file));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void runsOnTheClusterWithAPrivateKubeconfigThatIsGoneAfterwards() throws IOException {
        var result = minik.run("kubectl", "--name", "demo", "--", "get", "nodes");

        assertEquals(new CliHarness.Result(42, "", ""), result);
        assertEquals(List.of("get", "nodes"), told("arguments"));
        assertTrue(told("kubeconfig").contains("current-context: minik-demo"));
        assertEquals(List.of("-rw-------"), told("mode"));
        assertEquals(0, files(minik.temporary).size());
        assertEquals(List.of("child"), minik.lifetime);
    }

    @ParameterizedTest
    @CsvSource({
        "get nodes -o wide,get nodes -o wide",
        "-- -n kube-system get pods,-n kube-system get pods",
        "-n kube-system get pods,-n kube-system get pods",
        "exec pod -- ls -l,exec pod -- ls -l",
        "-- exec pod -- ls -l,exec pod -- ls -l",
        "get pods --help -v 9 -q,get pods --help -v 9 -q",
        "apply -f -,apply -f -",
        "get @all --name x,get @all --name x"
    })
    void everyArgumentFromTheFirstOnIsKubectls(String typed, String received) throws IOException {
        assertEquals(
                42,
                minik.run(Stream.concat(Stream.of("kubectl"), Stream.of(typed.split(" ")))
                                .toArray(String[]::new))
                        .code());
        assertEquals(List.of(received.split(" ")), told("arguments"));
    }

    @Test
    void argumentsAreNoShellText() throws IOException {
        minik.run("kubectl", "get", "$(touch " + directory + "/hacked); `id` 'x\" *");

        assertEquals(List.of("get", "$(touch " + directory + "/hacked); `id` 'x\" *"), told("arguments"));
        assertFalse(Files.exists(directory.resolve("hacked")));
    }

    @Test
    void takesKubectlOncePerVersion() throws IOException {
        minik.run("kubectl", "get");
        minik.run("kubectl", "--name", "demo", "get");

        assertEquals(1, Collections.frequency(minik.clusters.calls, "copy-kubectl minik"));
        assertFalse(minik.clusters.calls.contains("copy-kubectl demo"));
        var kept = files(directory.resolve("cache"));
        assertEquals(List.of(directory.resolve("cache/minik/kubectl/v1.37.0/kubectl")), kept);
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.get(0))));
    }

    @Test
    void aKubectlThatCouldNotBeTakenWholeIsNotKept() throws IOException {
        minik.clusters.failures.put("copy-kubectl minik", new IllegalStateException("connection lost"));
        assertEquals(70, minik.run("kubectl", "get").code());
        assertEquals(0, files(directory.resolve("cache")).size());

        minik.clusters.failures.clear();
        assertEquals(42, minik.run("kubectl", "get").code());
    }

    @Test
    void withoutClusterThereIsNothingToRun() {
        var result = minik.run("kubectl", "--name", "none", "get");
        assertEquals(5, result.code());
        assertTrue(result.err().contains("minik create cluster none"), result.err());
    }

    @Test
    void aVersionThatIsNoneDoesNotBecomeAPath() {
        minik.clusters.clusters.put("minik", new ClusterSummary("minik", "creating", "../../evil", 1, 0, "", false));
        assertEquals(7, minik.run("kubectl", "get").code());
        assertFalse(Files.exists(directory.resolve("cache")));
    }

    @Test
    void aProgramThatCannotBeRunIsAFailureWithRemedy() throws IOException {
        minik.clusters.kubectl = "#!/nonexistent/interpreter\n";
        var result = minik.run("kubectl", "get");
        assertEquals(1, result.code());
        assertTrue(result.err().startsWith("ERROR: cannot run "), result.err());
        assertEquals(0, files(minik.temporary).size());
    }
}
