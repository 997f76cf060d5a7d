package dev.minik.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads tar archives that come from outside, a node included, and so are not trusted: no entry may leave the target directory,
 * and links and devices are passed over.
 */
public final class TarReader {
    /** How much one archive may unpack to: far more than any node's logs, far less than a disk. */
    public static final long MAX_UNPACKED = 8L * 1024 * 1024 * 1024;

    private TarReader() {}

    /** Returns the content of the first regular file of an archive, at most {@code limit} bytes. */
    public static Optional<byte[]> firstFile(InputStream archive, int limit) {
        try (var tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (isRegularFile(entry)) {
                    var content = tar.readNBytes(limit + 1);
                    if (content.length > limit) {
                        throw new IOException("%s is larger than %d bytes".formatted(entry.getName(), limit));
                    }
                    return Optional.of(content);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the first regular file of an archive to {@code target} and returns whether there was one. */
    public static boolean copyFirstFile(InputStream archive, java.io.OutputStream target) {
        try (var tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (isRegularFile(entry)) {
                    tar.transferTo(target);
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells every entry with its content to {@code visitor}, in the order of the archive. */
    public static void read(InputStream archive, Visitor visitor) throws IOException {
        try (var tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                visitor.visit(TarEntry.of(entry), new Unclosed(tar));
            }
        }
    }

    /** An entry's content: closing it must not close the archive. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream archive) {
            super(archive);
        }

        @Override
        public void close() {}
    }

    /** Takes the entries of an archive. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes one entry; {@code content} is valid during the call only and need not be read. */
        void visit(TarEntry entry, InputStream content) throws IOException;
    }

    /**
     * Unpacks the regular files and directories of an archive below {@code directory}, at most {@link #MAX_UNPACKED} bytes.
     * A failure leaves what was unpacked before it.
     */
    public static void unpack(InputStream archive, Path directory) {
        unpack(archive, directory, MAX_UNPACKED);
    }

    static void unpack(InputStream archive, Path directory, long limit) {
        var root = directory.toAbsolutePath().normalize();
        long unpacked = 0;
        try (var tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var target = inside(root, entry);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (isRegularFile(entry)) {
                    // the size counts before a byte is written, and that of a sparse file is what it becomes
                    unpacked = Math.addExact(unpacked, entry.getRealSize());
                    if (unpacked > limit) {
                        throw new IOException("archive holds more than %d bytes".formatted(limit));
                    }
                    if (target.equals(root)) {
                        throw new IOException("archive entry would replace its directory: " + entry.getName());
                    }
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path inside(Path root, TarArchiveEntry entry) throws IOException {
        try {
            var target = root.resolve(entry.getName()).normalize();
            if (target.startsWith(root) && !entry.getName().startsWith("/")) {
                return target;
            }
        } catch (InvalidPathException e) {
            throw new IOException("archive entry is no path of this host: " + e.getReason(), e);
        }
        throw new IOException("archive entry leaves its directory: " + entry.getName());
    }

    /** Commons Compress calls everything a file that is not a directory, links and devices as well. */
    private static boolean isRegularFile(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isSymbolicLink()
                && !entry.isLink()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice()
                && !entry.isFIFO();
    }
}
