package dev.minik.cluster.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A pipe of bounded size between two threads. A writer waits for a slow reader, but neither for one that has gone nor for ever. A reader learns
 * whether the writer came to its end or failed.
 */
final class ChunkPipe extends InputStream {
    private static final int CHUNK = 256 * 1024;
    private static final int DEPTH = 16;

    private final Duration patience;
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private byte[] current = new byte[0];
    private int position;
    private boolean ended;
    private boolean readerGone;
    private @Nullable String failure;

    /**
     * Makes a pipe.
     *
     * @param patience how long a reader may take nothing
     */
    ChunkPipe(Duration patience) {
        this.patience = patience;
    }

    /** Returns the end to write to; closing it tells the reader that all is there. */
    OutputStream writer() {
        return new Writer();
    }

    /** Lets the reader fail instead of taking what was written for all. */
    synchronized void fail(String reason) {
        failure = reason;
        notifyAll();
    }

    private synchronized void put(byte[] chunk) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (chunks.size() >= DEPTH && !readerGone) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new IOException("it has taken nothing for %d s".formatted(patience.toSeconds()));
            }
            pause(left / 1_000_000 + 1);
        }
        if (readerGone) {
            throw new IOException("it takes no more");
        }
        chunks.addLast(chunk);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Waits until something may have changed; no limit for 0. */
    @SuppressWarnings("WaitNotInLoop") // its callers do
    private void pause(long millis) throws InterruptedIOException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        while (position == current.length) {
            var failed = failure;
            if (failed != null) {
                throw new IOException(failed);
            }
            var next = chunks.pollFirst();
            if (next != null) {
                current = next;
                position = 0;
                notifyAll();
            } else if (ended || readerGone) {
                return -1;
            } else {
                pause(0);
            }
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, bytes, offset, count);
        position += count;
        return count;
    }

    /** Tells the writer that nobody reads any more. */
    @Override
    public synchronized void close() {
        readerGone = true;
        chunks.clear();
        notifyAll();
    }

    private final class Writer extends OutputStream {
        private byte[] buffer = new byte[CHUNK];
        private int filled;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            int left = length;
            while (left > 0) {
                int count = Math.min(left, CHUNK - filled);
                System.arraycopy(bytes, from, buffer, filled, count);
                filled += count;
                from += count;
                left -= count;
                if (filled == CHUNK) {
                    put(buffer);
                    buffer = new byte[CHUNK];
                    filled = 0;
                }
            }
        }

        @Override
        public void close() throws IOException {
            if (filled > 0) {
                put(Arrays.copyOf(buffer, filled));
                filled = 0;
            }
            end();
        }
    }
}
