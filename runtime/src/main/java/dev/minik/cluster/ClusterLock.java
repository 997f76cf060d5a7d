package dev.minik.cluster;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.RegistryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two commands on one cluster apart. The operating system holds the lock, so it ends with its process, however that ends.
 * The file stays; it says nothing by being there.
 */
final class ClusterLock implements AutoCloseable {
    private final FileChannel channel;

    private ClusterLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a cluster.
     *
     * @param directory where the lock files of one engine lie
     */
    static ClusterLock take(Path directory, ClusterName name) {
        return take(directory, name + ".lock", "cluster '%s'".formatted(name));
    }

    /** Takes the lock of a registry. */
    static ClusterLock take(Path directory, RegistryName name) {
        // no cluster's name has this character
        return take(directory, "registry_" + name + ".lock", "registry '%s'".formatted(name));
    }

    private static ClusterLock take(Path directory, String file, String what) {
        try {
            Files.createDirectories(directory);
            var channel =
                    FileChannel.open(directory.resolve(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw MinikException.of(
                        ExitCode.WRONG_STATE,
                        "another minik command is working on " + what,
                        "wait until it has ended, or end it");
            }
            return new ClusterLock(channel);
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the lock of %s cannot be taken: %s".formatted(what, e),
                            "make %s a directory that you may write to, on a disk that is not full"
                                    .formatted(directory))
                    .causedBy(e);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by another thread of this process
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
