package dev.minik.image.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.digest.Sha256;
import dev.minik.error.MinikException;
import dev.minik.image.cache.BuildCache;
import dev.minik.model.KubernetesVersion;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloaderTest {
    private static final String FILE = "v1.37.0/bin/linux/amd64/kubelet";

    @TempDir
    Path directory;

    private final byte[] content = new byte[300_000];
    private ReleaseServer server;
    private Downloader downloader;
    private Path target;

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(content);
        server = new ReleaseServer().file(FILE, content);
        downloader = new Downloader(server.base(), directory.resolve("partial"));
        target = directory.resolve("kubelet");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path partial() {
        return directory.resolve("partial").resolve(Sha256.of(content));
    }

    @Test
    void downloadsAndChecks() throws IOException {
        assertEquals(target, downloader.download(FILE, target));
        assertArrayEquals(content, Files.readAllBytes(target));
        assertFalse(Files.exists(partial()));
    }

    @Test
    void continuesAfterTheConnectionBroke() throws IOException {
        server.cut(FILE, 100_000);
        downloader.download(FILE, target);
        assertArrayEquals(content, Files.readAllBytes(target));
        assertTrue(
                server.requests().stream().anyMatch(request -> request.startsWith("GET /release/" + FILE + " bytes=")),
                server.requests().toString());
    }

    @Test
    void continuesWhatAnEarlierRunReceived() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), Arrays.copyOf(content, 250_000));
        downloader.download(FILE, target);
        assertArrayEquals(content, Files.readAllBytes(target));
        assertTrue(
                server.requests().contains("GET /release/" + FILE + " bytes=250000-"),
                server.requests().toString());
    }

    @Test
    void beginsAgainWhereTheServerKnowsNoRanges() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), Arrays.copyOf(content, 250_000));
        server.withoutRanges();
        downloader.download(FILE, target);
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void takesWhatWasReceivedCompletely() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), content);
        downloader.download(FILE, target);
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void refusesWhatDoesNotHaveThePublishedDigest() {
        var other = Sha256.of("something else");
        server.digest(FILE, other);
        var failure = assertThrows(MinikException.class, () -> downloader.download(FILE, target));
        assertTrue(failure.message().contains("SHA-256"), failure.message());
        assertFalse(Files.exists(target));
        assertFalse(Files.exists(directory.resolve("partial").resolve(other)), "what is wrong must not be continued");
    }

    @Test
    void refusesAnErrorPageAsDigest() {
        server.digest(FILE, "<html>");
        assertThrows(MinikException.class, () -> downloader.download(FILE, target));
        assertFalse(Files.exists(target));
    }

    @Test
    void acceptsADigestWithTheFilesName() throws IOException {
        server.digest(FILE, Sha256.of(content) + "  kubelet\n");
        downloader.download(FILE, target);
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void namesWhatIsNotThere() {
        var failure = assertThrows(MinikException.class, () -> downloader.download("v9.9.9/nothing", target));
        assertTrue(failure.message().contains("v9.9.9/nothing"), failure.message());
        assertTrue(failure.message().contains("404"), failure.message());
        assertTrue(failure.remedy().contains("go-modules"), failure.remedy());
    }

    @Test
    void knowsWhatIsThere() {
        assertTrue(downloader.isThere(FILE));
        assertFalse(downloader.isThere("v9.9.9/nothing"));
        assertFalse(new Downloader(URI.create("http://127.0.0.1:1/"), directory).isThere(FILE));
    }

    @Test
    void aReleaseIsSevenFiles() throws IOException {
        for (var program : Kubernetes.programs()) {
            server.file("v1.37.0/bin/linux/amd64/" + program, program.getBytes(StandardCharsets.UTF_8));
        }
        var cache = new BuildCache(directory.resolve("cache"));
        var release = new KubernetesFromRelease(KubernetesVersion.parse("v1.37.0"), "amd64", downloader, cache);
        assertTrue(release.isReachable());
        var entry = release.provide(Progress.silent());
        assertEquals(7, entry.files().size());
        assertEquals("kubeadm", Files.readString(entry.file("kubeadm").path()));
    }

    @Test
    void aReleaseThatLacksAFileIsNotKept() {
        var cache = new BuildCache(directory.resolve("cache"));
        var release = new KubernetesFromRelease(KubernetesVersion.parse("v1.37.0"), "amd64", downloader, cache);
        assertFalse(release.isReachable());
        assertThrows(MinikException.class, () -> release.provide(Progress.silent()));
        assertTrue(cache.find(release.key()).isEmpty());
    }
}
