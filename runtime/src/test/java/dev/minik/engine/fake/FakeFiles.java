package dev.minik.engine.fake;

import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** The files of a container or volume, by absolute path. */
final class FakeFiles {
    /** What a Linux image has, as far as callers copy into it. */
    private static final String[] USUAL_DIRECTORIES = {
        "/", "/etc", "/opt", "/root", "/run", "/tmp", "/usr", "/usr/local", "/usr/local/bin", "/var", "/var/lib"
    };

    private final Map<String, FakeFile> files = new TreeMap<>();

    static FakeFiles ofImage() {
        var image = new FakeFiles();
        for (var directory : USUAL_DIRECTORIES) {
            image.files.put(directory, FakeFile.directory(0755));
        }
        return image;
    }

    static FakeFiles ofVolume() {
        var volume = new FakeFiles();
        volume.files.put("/", FakeFile.directory(0755));
        return volume;
    }

    /** Returns the same files, for somebody else to change. */
    FakeFiles copy() {
        var copy = new FakeFiles();
        copy.files.putAll(files);
        return copy;
    }

    Optional<FakeFile> find(String path) {
        return Optional.ofNullable(files.get(normal(path)));
    }

    void unpack(String directory, InputStream tar) {
        var target = normal(directory);
        if (!files.containsKey(target)) {
            throw missing(directory);
        }
        try (var archive = new TarArchiveInputStream(tar)) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                var path = normal(target + "/" + entry.getName());
                int mode = entry.getMode() & 07777;
                if (entry.isDirectory()) {
                    files.put(path, FakeFile.directory(mode));
                } else if (entry.isSymbolicLink()) {
                    files.put(path, FakeFile.link(entry.getLinkName()));
                } else {
                    files.put(path, FakeFile.regular(mode, archive.readAllBytes()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what is at {@code path} as an archive in which it is called {@code name}: a volume's root as its mount point. */
    InputStream pack(String path, String name) {
        var root = normal(path);
        if (!files.containsKey(root)) {
            throw missing(path);
        }
        var bytes = new ByteArrayOutputStream();
        var below = root.equals("/") ? "" : root;
        try (var archive = new TarArchiveOutputStream(bytes, "UTF-8")) {
            archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var file : files.entrySet()) {
                if (file.getKey().equals(root)) {
                    put(archive, name, file.getValue());
                } else if (file.getKey().startsWith(below + "/")) {
                    put(archive, name + file.getKey().substring(below.length()), file.getValue());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void put(TarArchiveOutputStream archive, String name, FakeFile file) throws IOException {
        var entry = file.isDirectory()
                ? new TarArchiveEntry(name + "/")
                : file.link().isPresent()
                        ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK)
                        : new TarArchiveEntry(name);
        file.link().ifPresent(entry::setLinkName);
        entry.setMode(file.mode());
        entry.setSize(file.content().length);
        archive.putArchiveEntry(entry);
        archive.write(file.content());
        archive.closeArchiveEntry();
    }

    private static String normal(String path) {
        var normal = ("/" + path).replaceAll("/+", "/");
        return normal.length() > 1 && normal.endsWith("/") ? normal.substring(0, normal.length() - 1) : normal;
    }

    private static EngineException missing(String path) {
        return new EngineException(Kind.NOT_FOUND, "Could not find the file " + path + " in container", null);
    }
}
