package dev.minik.image.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarWriter;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.cache.BuildCache;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesFromLocalBuildTest {
    @TempDir
    Path directory;

    private Path build;

    @BeforeEach
    void makeBuild() throws IOException {
        build = Files.createDirectories(directory.resolve("build"));
    }

    private KubernetesFromLocalBuild source(Path path) {
        return new KubernetesFromLocalBuild(path, "amd64", new BuildCache(directory.resolve("cache")));
    }

    private static void programs(Path where) throws IOException {
        Files.createDirectories(where);
        for (var program : Kubernetes.programs()) {
            Files.writeString(where.resolve(program), "program " + program);
        }
    }

    private void checkProvided(Path path) throws IOException {
        var entry = source(path).provide(Progress.silent());
        assertEquals(
                new TreeSet<>(Kubernetes.programs()),
                new TreeSet<>(entry.files().keySet()));
        assertEquals("program kubelet", Files.readString(entry.file("kubelet").path()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "_output/dockerized/bin/linux/amd64",
                "_output/local/bin/linux/amd64",
                "_output/bin",
                "dockerized/bin/linux/amd64",
                "kubernetes/server/bin",
                "server/bin"
            })
    void findsTheProgramsOfABuild(String place) throws IOException {
        programs(build.resolve(place));
        checkProvided(build);
    }

    @Test
    void takesAServerTarball() throws IOException {
        var tarball = build.resolve("kubernetes-server-linux-amd64.tar.gz");
        tarball(tarball, Kubernetes.programs());
        checkProvided(tarball);
    }

    @Test
    void aTarballThatLacksSomethingIsNotUsed() throws IOException {
        var tarball = build.resolve("kubernetes-server-linux-amd64.tar.gz");
        tarball(tarball, List.of("kubelet", "kubeadm"));
        var failure = assertThrows(MinikException.class, () -> source(tarball).provide(Progress.silent()));
        assertTrue(failure.message().contains("kube-apiserver"), failure.message());
        assertFalse(failure.message().contains("kubelet,"), failure.message());
    }

    @Test
    void aDirectoryThatLacksSomethingIsRefusedWithWhatItLacks() throws IOException {
        programs(build);
        Files.delete(build.resolve("kube-proxy"));
        var failure = assertThrows(MinikException.class, () -> source(build).key());
        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, failure.exitCode());
        assertTrue(failure.message().endsWith("lacks kube-proxy"), failure.message());
    }

    @Test
    void aDirectoryWithoutABuildIsRefused() {
        var failure = assertThrows(MinikException.class, () -> source(build).key());
        assertTrue(failure.message().contains("no kubelet"), failure.message());
        assertTrue(failure.remedy().contains("kube-apiserver"), failure.remedy());
    }

    @Test
    void anotherBuildHasAnotherKey() throws IOException {
        programs(build);
        var before = source(build).key();
        Files.writeString(build.resolve("kubelet"), "program kubelet, changed");
        assertNotEquals(before, source(build).key());
    }

    private static void tarball(Path file, List<String> programs) throws IOException {
        try (var tar = new TarWriter(new GZIPOutputStream(Files.newOutputStream(file)))) {
            tar.file("/kubernetes/README", 0644, new byte[0]);
            for (var program : programs) {
                tar.file(
                        "/kubernetes/server/bin/" + program,
                        0755,
                        ("program " + program).getBytes(StandardCharsets.UTF_8));
                tar.file("/kubernetes/server/bin/" + program + ".docker_tag", 0644, new byte[0]);
            }
        }
    }
}
