package dev.minik.cluster.backup;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file that is written beside and gets its name when it is whole; nobody but its owner may read it. */
final class TargetFile {
    private static final String SUFFIX = ".part";

    private final Path file;
    private final boolean replace;

    /** Checks that it may be written. */
    TargetFile(Path file, boolean replace) {
        this.file = file.toAbsolutePath();
        this.replace = replace;
        if (Files.isDirectory(this.file)) {
            throw MinikException.of(
                    ExitCode.USAGE, "%s is a directory".formatted(file), "name a file: %s/backup.db".formatted(file));
        }
        if (!Files.isDirectory(directory())) {
            throw MinikException.of(
                    ExitCode.USAGE, "there is no directory %s".formatted(directory()), "make it, or name another file");
        }
        if (Files.exists(this.file) && !replace) {
            throw exists(null);
        }
    }

    Path file() {
        return file;
    }

    /** Writes it by {@code content}, and returns what {@code checked} makes of the file, which is discarded if that fails. */
    <T> T write(Consumer<OutputStream> content, Function<Path, T> checked) {
        try {
            removeLeftOver();
            // readable by its owner only
            var beside = Files.createTempFile(directory(), prefix(), SUFFIX);
            try {
                try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                    channel.tryLock(); // tells it from what a process has left that was killed
                    content.accept(Channels.newOutputStream(channel));
                    channel.force(true);
                }
                var result = checked.apply(beside);
                place(beside);
                return result;
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        } catch (UncheckedIOException e) {
            throw cannotWrite(Objects.requireNonNull(e.getCause()));
        }
    }

    /** Removes what earlier processes have written of this file that did not come to its end. */
    private void removeLeftOver() throws IOException {
        try (var parts = Files.newDirectoryStream(directory(), this::isPart)) {
            for (Path part : parts) {
                removeUnlessLocked(part);
            }
        }
    }

    private boolean isPart(Path path) {
        var name = path.getFileName().toString();
        return name.startsWith(prefix())
                && name.substring(prefix().length()).matches("\\d+" + Pattern.quote(SUFFIX))
                && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && Files.isWritable(path);
    }

    private static void removeUnlessLocked(Path part) throws IOException {
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                Files.deleteIfExists(part);
            }
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            // its writer has ended just now, or is of this process
            return;
        }
    }

    private String prefix() {
        return "." + file.getFileName() + ".";
    }

    private void place(Path beside) throws IOException {
        if (replace) {
            Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        try {
            Files.move(beside, file); // somebody may have made it meanwhile
        } catch (FileAlreadyExistsException e) {
            throw exists(e);
        }
    }

    private Path directory() {
        var parent = file.getParent();
        return parent == null ? file : parent;
    }

    private MinikException exists(@Nullable IOException cause) {
        var failure = MinikException.of(
                ExitCode.EXISTS_OR_NOT_FOUND,
                "%s exists already".formatted(file),
                "name another file, or give --force to replace it");
        return cause == null ? failure : failure.causedBy(cause);
    }

    private MinikException cannotWrite(IOException e) {
        return MinikException.of(
                        ExitCode.FAILED,
                        "cannot write %s: %s".formatted(file, e.getMessage()),
                        "make room, or name another file")
                .causedBy(e);
    }
}
