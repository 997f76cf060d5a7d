package dev.minik.engine.docker;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer: a part of a connection's bytes, which must not end early. */
abstract class BodyInput extends FilterInputStream {
    BodyInput(InputStream input) {
        super(input);
    }

    /** Reads what may be read of the connection now, {@code left} bytes at most. */
    final int readOf(long left, byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the engine closed the connection in the middle of an answer");
        }
        return count;
    }

    @Override
    public abstract int read(byte[] bytes, int offset, int length) throws IOException;

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
