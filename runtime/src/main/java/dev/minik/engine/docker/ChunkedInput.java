package dev.minik.engine.docker;

import java.io.IOException;
import java.io.InputStream;

/** A body in chunks, as answers of unknown length come. */
final class ChunkedInput extends BodyInput {
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedInput(InputStream input) {
        super(input);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = readOf(left, bytes, offset, length);
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (!first && !HttpMessages.readLine(in).isEmpty()) {
            throw new IOException("no line end after a chunk");
        }
        first = false;
        var size = HttpMessages.readLine(in).split(";", 2)[0].strip();
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("not a chunk size: " + size, e);
        }
        if (left == 0) {
            ended = true;
            while (!HttpMessages.readLine(in).isEmpty()) {
                // Trailers mean nothing to us.
            }
        }
    }
}
