package dev.minik.cli.real;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A small disk of a test's own, in a file, that may be filled up without harm to anybody. */
final class LoopDisk implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Shell shell;
    private final Path root;

    private LoopDisk(Shell shell, Path root) {
        this.shell = shell;
        this.root = root;
    }

    /** Makes and mounts a disk below {@code directory}; its file takes only the space that is written. Skips the test where that cannot be. */
    static LoopDisk mount(Path directory, long bytes) {
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting a disk takes root's rights");
        assumeTrue(Files.exists(Path.of("/dev/loop-control")), "this host has no loop devices");
        var shell = new Shell(directory);
        var image = directory.resolve("disk.img");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // nothing is kept back for root: the engine is root, and is to meet the end of the disk
        shell.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString()).ok();
        var disk = new LoopDisk(shell, directory.resolve("disk"));
        try {
            Files.createDirectories(disk.root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var mounted = shell.run("mount", "-o", "loop,discard", image.toString(), disk.root.toString());
        assumeTrue(mounted.exitCode() == 0, () -> "this host cannot mount a loop device: " + mounted.stderr());
        return disk;
    }

    Path root() {
        return root;
    }

    /** Fills the disk but for {@code left} bytes. */
    void fill(long left) {
        try {
            var size = Files.getFileStore(root).getUsableSpace() - left;
            var filled = shell.run("fallocate", "-l", Long.toString(size), filler().toString());
            // the file system's own needs may end it a moment earlier; what could be filled stays so
            if (filled.exitCode() != 0 && !filled.stderr().contains("No space left on device")) {
                throw new AssertionError(filled.stderr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes away what {@link #fill} filled in. */
    void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unmounts the disk with all that is mounted on it, which frees the loop device as well. */
    @Override
    public void close() {
        Shell.eventually(
                root + " can be unmounted",
                SOON,
                () -> shell.run("umount", "--recursive", root.toString()).exitCode() == 0);
    }

    private Path filler() {
        return root.resolve("filler");
    }
}
