package dev.minik.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes a small tar archive in memory: what a node is filled with before it starts. Owner is root, times are zero. */
public final class TarBuilder {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");
    private final Set<String> directories = new LinkedHashSet<>();

    /** Begins an empty archive. */
    public TarBuilder() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    /** Adds a text file, and the directories above it, by its absolute path. */
    public TarBuilder file(String path, int mode, String text) {
        return file(path, mode, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file, and the directories above it, by its absolute path. */
    public TarBuilder file(String path, int mode, byte[] content) {
        var name = relative(path);
        parents(name);
        var entry = new TarArchiveEntry(name);
        entry.setMode(0100000 | mode);
        entry.setSize(content.length);
        put(entry, content);
        return this;
    }

    /** Adds a symbolic link. */
    public TarBuilder link(String path, String target) {
        var name = relative(path);
        parents(name);
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        entry.setMode(0120777);
        put(entry, new byte[0]);
        return this;
    }

    /** Ends the archive and returns it. */
    public byte[] build() {
        try {
            tar.finish();
            tar.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void parents(String name) {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            var directory = name.substring(0, slash + 1);
            if (directories.add(directory)) {
                var entry = new TarArchiveEntry(directory);
                entry.setMode(0040755);
                put(entry, new byte[0]);
            }
        }
    }

    private void put(TarArchiveEntry entry, byte[] content) {
        try {
            entry.setModTime(0);
            entry.setIds(0, 0);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String relative(String path) {
        if (!path.startsWith("/") || path.length() == 1 || (path + "/").contains("/../")) {
            throw new IllegalArgumentException("not an absolute path below the root: " + path);
        }
        return path.substring(1);
    }
}
