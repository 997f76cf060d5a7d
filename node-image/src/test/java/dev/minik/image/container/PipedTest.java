package dev.minik.image.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PipedTest {
    private static final byte[] MUCH = new byte[3 << 20];

    @Test
    void handsEverythingOver() throws IOException {
        assertEquals(MUCH.length, Piped.transfer(out -> out.write(MUCH), PipedTest::count));
    }

    @Test
    void aReaderMayStopEarly() throws IOException {
        assertEquals(0, Piped.transfer(out -> out.write(MUCH), PipedTest::first));
    }

    @Test
    void aReaderMayCloseWhatItReads() throws IOException {
        int read = Piped.transfer(out -> out.write(MUCH), PipedTest::countAndClose);
        assertEquals(MUCH.length, read);
    }

    @Test
    void theWritersFailureIsThrown() {
        var failure = new IOException("disk");
        var thrown = assertThrows(
                IllegalStateException.class,
                () -> Piped.transfer(
                        out -> {
                            out.write(1);
                            throw failure;
                        },
                        PipedTest::count));
        assertSame(failure, thrown.getCause());
    }

    @Test
    void theReadersFailureEndsTheWriter() {
        var failure = new IllegalArgumentException("no");
        assertSame(
                failure,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Piped.transfer(out -> out.write(MUCH), in -> {
                            throw failure;
                        })));
    }

    private static int count(InputStream in) {
        try {
            return in.readAllBytes().length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int countAndClose(InputStream in) {
        try (in) {
            return in.readAllBytes().length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int first(InputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
