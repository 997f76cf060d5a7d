package dev.minik.engine.docker;

import java.io.IOException;
import java.io.InputStream;

/** A body of known length, which must not end early. */
final class FixedLengthInput extends BodyInput {
    private long left;

    FixedLengthInput(InputStream input, long length) {
        super(input);
        left = length;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = readOf(left, bytes, offset, length);
        left -= count;
        return count;
    }
}
