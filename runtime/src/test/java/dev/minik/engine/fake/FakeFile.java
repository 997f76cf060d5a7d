package dev.minik.engine.fake;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file, directory or symbolic link in a fake container.
 *
 * @param mode its permission bits
 * @param isDirectory whether it is a directory
 * @param link where it points, when it is a symbolic link
 * @param content its bytes, when it is a file
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record FakeFile(int mode, boolean isDirectory, Optional<String> link, byte[] content) {
    static FakeFile directory(int mode) {
        return new FakeFile(mode, true, Optional.empty(), new byte[0]);
    }

    static FakeFile link(String target) {
        return new FakeFile(0777, false, Optional.of(target), new byte[0]);
    }

    static FakeFile regular(int mode, byte[] content) {
        return new FakeFile(mode, false, Optional.empty(), content);
    }

    /** Returns the content as text. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
