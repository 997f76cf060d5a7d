package dev.minik.image.container;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Hands what one side writes to another side that reads, without a file or a copy in memory between them. */
public final class Piped {
    private static final int BUFFER = 1 << 20;

    private Piped() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Source {
        /** Writes everything to {@code out} and may close it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Runs {@code source} in a thread of its own while {@code sink} reads what it writes; a failure of either is thrown. */
    public static <T> T transfer(Source source, Function<InputStream, T> sink) throws IOException {
        var in = new PipedInputStream(BUFFER);
        var out = new PipedOutputStream(in);
        var written = new CompletableFuture<Boolean>();
        var writer = new Thread(() -> write(source, out, written), "minik-archive");
        writer.setDaemon(true);
        writer.start();
        T result;
        try {
            result = sink.apply(new Unclosed(in));
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | RuntimeException e) {
            // Ends the writer, if it still writes. Where the reader failed because the writer did, the writer knows
            // why.
            in.close();
            failureOf(written).ifPresent(e::addSuppressed);
            throw e;
        }
        in.close();
        failureOf(written).ifPresent(failure -> {
            throw failure;
        });
        return result;
    }

    /** A reader may close what it reads before the writer has written the last of it, such as the padding of an archive. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }

    private static void write(Source source, PipedOutputStream out, CompletableFuture<Boolean> written) {
        try (out) {
            source.writeTo(out);
            written.complete(true);
        } catch (IOException | RuntimeException e) {
            written.completeExceptionally(e);
        }
    }

    private static java.util.Optional<IllegalStateException> failureOf(CompletableFuture<Boolean> written)
            throws IOException {
        try {
            written.get();
            return java.util.Optional.empty();
        } catch (ExecutionException e) {
            return java.util.Optional.of(new IllegalStateException("the archive could not be written", e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
