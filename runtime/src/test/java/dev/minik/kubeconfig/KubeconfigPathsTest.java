package dev.minik.kubeconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigPathsTest {
    private static final Path HOME = Path.of("/home/ann");

    @TempDir
    Path directory = Path.of(".");

    @Test
    void areInTheHomeDirectoryByDefault() {
        var config = HOME.resolve(".kube").resolve("config");
        assertEquals(List.of(config), KubeconfigPaths.of(Map.of(), HOME).configured());
        assertEquals(
                List.of(config),
                KubeconfigPaths.of(Map.of("HOME", HOME.toString(), "KUBECONFIG", File.pathSeparator), Path.of("/other"))
                        .configured());
    }

    @Test
    void comeFromTheEnvironmentWithoutEmptyAndDoubleOnes() {
        var paths = KubeconfigPaths.of(Map.of("KUBECONFIG", list("", "/a", "", "/b", "/a", "")), HOME);
        assertEquals(List.of(Path.of("/a"), Path.of("/b")), paths.configured());
        assertEquals(List.of(Path.of("/c")), paths.all(Optional.of(Path.of("/c"))));
    }

    @Test
    void anythingNewGoesIntoTheFirstThatExistsElseTheLast() throws IOException {
        var files = List.of(directory.resolve("a"), directory.resolve("b"), directory.resolve("c"));
        var paths = new KubeconfigPaths(files);
        assertEquals(files.get(2), paths.forNew(Optional.empty()));
        Files.createFile(files.get(1));
        assertEquals(files.get(1), paths.forNew(Optional.empty()));
        assertEquals(Path.of("/x"), paths.forNew(Optional.of(Path.of("/x"))));
    }

    private static String list(String... paths) {
        return String.join(File.pathSeparator, paths);
    }
}
