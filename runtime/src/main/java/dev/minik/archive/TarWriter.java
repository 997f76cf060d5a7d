package dev.minik.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a tar archive to a stream, for what does not fit into memory: the layers of images. What it adds itself belongs to root
 * and has the time zero, so that the same content gives the same archive.
 */
public final class TarWriter implements Closeable {
    private final TarArchiveOutputStream tar;
    private final Set<String> directories = new HashSet<>();

    /** Begins an archive; closing the writer closes {@code target}. */
    public TarWriter(OutputStream target) {
        tar = new TarArchiveOutputStream(target, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /** Adds a directory, and those above it, by its absolute path. One that is there already keeps its mode. */
    public TarWriter directory(String path, int mode) throws IOException {
        var name = relative(path);
        parents(name);
        addDirectory(name, mode);
        return this;
    }

    /** Adds a file, and the directories above it, by its absolute path. */
    public TarWriter file(String path, int mode, byte[] content) throws IOException {
        begin(path, mode, content.length);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
    }

    /** Adds a copy of a file of this host, and the directories above it, by its absolute path in the archive. */
    public TarWriter file(String path, int mode, Path source) throws IOException {
        begin(path, mode, Files.size(source));
        Files.copy(source, tar);
        tar.closeArchiveEntry();
        return this;
    }

    /** Begins a file whose content of {@code size} bytes is written by {@link #write} and ended by {@link #end}. */
    public void begin(String path, int mode, long size) throws IOException {
        var name = relative(path);
        parents(name);
        var entry = new TarArchiveEntry(name);
        entry.setMode(0100000 | mode);
        entry.setSize(size);
        put(entry);
    }

    /** Writes content of the file that was begun. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        tar.write(bytes, offset, length);
    }

    /** Ends the file that was begun; fails when its content is not all there. */
    public void end() throws IOException {
        tar.closeArchiveEntry();
    }

    /** Adds a symbolic link, and the directories above it, by its absolute path. */
    public TarWriter link(String path, String target) throws IOException {
        var name = relative(path);
        parents(name);
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        entry.setMode(0120777);
        put(entry);
        tar.closeArchiveEntry();
        return this;
    }

    /**
     * Copies entries of another archive with their owners, modes, links and extended attributes; their times become zero.
     *
     * @param rename gives an entry's absolute path in this archive, or nothing to leave the entry out. A hard link's target is
     *     renamed by the same function, asked with an entry of that name.
     */
    public TarWriter copy(InputStream archive, Function<TarEntry, Optional<String>> rename) throws IOException {
        try (var source = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = source.getNextEntry(); entry != null; entry = source.getNextEntry()) {
                var described = TarEntry.of(entry);
                var renamed = rename.apply(described);
                if (renamed.isEmpty()) {
                    continue;
                }
                var name = relative(renamed.get());
                parents(name);
                if (entry.isDirectory() && !directories.add(name + "/")) {
                    continue;
                }
                var copy = new TarArchiveEntry(entry.isDirectory() ? name + "/" : name, entry.getLinkFlag());
                copy.setLinkName(entry.isLink() ? linkTarget(described, rename) : entry.getLinkName());
                copy.setMode(entry.getMode());
                copy.setSize(entry.getSize());
                copy.setUserId(entry.getLongUserId());
                copy.setGroupId(entry.getLongGroupId());
                copy.setDevMajor(entry.getDevMajor());
                copy.setDevMinor(entry.getDevMinor());
                copy.setModTime(0);
                entry.getExtraPaxHeaders().forEach(copy::addPaxHeader);
                tar.putArchiveEntry(copy);
                source.transferTo(tar);
                tar.closeArchiveEntry();
            }
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private static String linkTarget(TarEntry link, Function<TarEntry, Optional<String>> rename) throws IOException {
        var target = new TarEntry(link.linkTarget(), TarEntry.Kind.FILE, link.mode(), 0, "");
        return relative(rename.apply(target)
                .orElseThrow(() -> new IOException(
                        "%s is a hard link to %s, which is left out".formatted(link.name(), link.linkTarget()))));
    }

    private void parents(String name) throws IOException {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            addDirectory(name.substring(0, slash), 0755);
        }
    }

    private void addDirectory(String name, int mode) throws IOException {
        if (directories.add(name + "/")) {
            var entry = new TarArchiveEntry(name + "/");
            entry.setMode(0040000 | mode);
            put(entry);
            tar.closeArchiveEntry();
        }
    }

    private void put(TarArchiveEntry entry) throws IOException {
        entry.setModTime(0);
        entry.setIds(0, 0);
        tar.putArchiveEntry(entry);
    }

    private static String relative(String path) {
        if (!path.startsWith("/") || (path + "/").contains("/../") || path.length() == 1) {
            throw new IllegalArgumentException("not an absolute path below the root: " + path);
        }
        return path.substring(1);
    }
}
