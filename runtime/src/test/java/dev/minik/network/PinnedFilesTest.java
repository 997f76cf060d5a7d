package dev.minik.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.digest.Sha256;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.release.PinnedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedFilesTest {
    private static final String TEXT = "kind: DaemonSet\n";

    private final FileServer server = new FileServer();
    private final PinnedFile file = server.put("/network.yaml", TEXT.getBytes(UTF_8));

    @TempDir
    Path directory = Path.of("");

    PinnedFilesTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSecondUseNeedsNoServer() throws IOException {
        assertEquals(TEXT, Files.readString(get(file)));
        server.close();

        assertEquals(TEXT, Files.readString(get(file)));
        assertEquals(List.of("/network.yaml"), server.requests());
        assertEquals(List.of(file.sha256()), kept());
    }

    @Test
    void aDamagedFileIsDownloadedAnew() throws IOException {
        Files.writeString(get(file), "kind: Dae");

        assertEquals(TEXT, Files.readString(get(file)));
        assertEquals(2, server.requests().size());
    }

    @Test
    void anotherFileIsNeitherUsedNorKept() throws IOException {
        var wanted = Sha256.of("something else");

        var failure = failure(new PinnedFile(file.address(), wanted));

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertEquals(
                "the network x, as received from %s, has the SHA-256 digest %s instead of %s"
                        .formatted(file.address(), file.sha256(), wanted),
                failure.message());
        assertTrue(failure.remedy().startsWith("nothing of it was kept"), failure.remedy());
        assertEquals(List.of(), kept());
    }

    @Test
    void aServerThatIsNotThereIsTold() throws IOException {
        server.close();

        var failure = failure(file);

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertEquals(
                "the network x cannot be had from %s: the server cannot be reached".formatted(file.address()),
                failure.message());
        assertEquals("connect this machine", failure.remedy());
        assertEquals(List.of(), kept());
    }

    @Test
    void aServersRefusalIsTold() throws IOException {
        var failure = failure(new PinnedFile(file.address().resolve("/no-such.yaml"), file.sha256()));

        assertTrue(failure.message().endsWith("/no-such.yaml: the server answers 404"), failure.message());
        assertEquals(List.of(), kept());
    }

    @Test
    void aDirectoryThatCannotBeUsedIsTold() throws IOException {
        Files.writeString(directory.resolve("networks"), "");

        var failure = failure(file);

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertTrue(
                failure.message().startsWith("the network x cannot be kept in " + directory.resolve("networks")),
                failure.message());
        assertTrue(failure.remedy().contains("XDG_CACHE_HOME"), failure.remedy());
    }

    private Path get(PinnedFile wanted) {
        return new PinnedFiles(directory.resolve("networks")).get(wanted, "the network x", "connect this machine");
    }

    private MinikException failure(PinnedFile wanted) {
        return assertThrows(MinikException.class, () -> get(wanted));
    }

    private List<String> kept() throws IOException {
        try (var files = Files.list(directory.resolve("networks"))) {
            return files.map(kept -> String.valueOf(kept.getFileName())).toList();
        }
    }
}
