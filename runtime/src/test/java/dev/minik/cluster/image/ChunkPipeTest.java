package dev.minik.cluster.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChunkPipeTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void handsOnAllBytesInOrder() throws Exception {
        var pipe = new ChunkPipe(SOON);
        var content = new byte[9_000_001];
        new Random(7).nextBytes(content);
        var read = CompletableFuture.supplyAsync(() -> {
            try {
                return pipe.readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (var writer = pipe.writer()) {
            writer.write(content[0]);
            writer.write(content, 1, content.length - 1);
        }
        assertArrayEquals(content, read.get());
    }

    @Test
    void aWriterWaitsNeitherForAReaderThatIsGoneNorForEver() {
        assertTimeoutPreemptively(SOON, () -> {
            var gone = new ChunkPipe(SOON);
            gone.close();
            assertThrows(IOException.class, () -> gone.writer().write(new byte[10_000_000]));
            var stuck = new ChunkPipe(Duration.ofMillis(50));
            var failure = assertThrows(IOException.class, () -> stuck.writer().write(new byte[10_000_000]));
            assertEquals("it has taken nothing for 0 s", failure.getMessage());
        });
    }

    @Test
    void aReaderLearnsThatTheWriterFailed() throws IOException {
        var pipe = new ChunkPipe(SOON);
        pipe.writer().write(new byte[300_000]);
        pipe.fail("the source broke");
        assertEquals(
                "the source broke",
                assertThrows(IOException.class, pipe::readAllBytes).getMessage());
    }
}
