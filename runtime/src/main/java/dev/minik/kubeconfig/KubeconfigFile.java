package dev.minik.kubeconfig;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.yaml.YamlException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One kubeconfig file, which need not exist yet and may be a symbolic link. */
record KubeconfigFile(Path path, LockPolicy locking) {
    private static final int MAX_LINKS = 40;

    /** Returns whether the file seems to have an entry of the name. Read without lock, so to be asked again under it. */
    boolean mayHold(String name) {
        return peek(content -> content.holds(name));
    }

    /** Returns whether the file seems to have an entry or current context of the name. */
    boolean mayMention(String name) {
        return peek(content -> content.mentions(name));
    }

    /** Changes the content under the file's lock and returns whether that made a difference. */
    boolean update(UnaryOperator<Kubeconfig> change) {
        try {
            var target = followLinks();
            createDirectory(target);
            // client-go locks beside the name that it was given, which may be a link; links to one file meet at the
            // second lock
            var locks = new TreeSet<>(List.of(lockOf(path), lockOf(target)));
            return LockFile.holding(List.copyOf(locks), locking, () -> {
                var before = read(target);
                var after = change.apply(before);
                if (after.equals(before)) {
                    return false;
                }
                replace(target, after.toYaml());
                return true;
            });
        } catch (YamlException | IllegalArgumentException | CharacterCodingException e) {
            throw broken(e);
        } catch (IOException e) {
            throw inaccessible(e);
        }
    }

    /** A file that cannot be read now counts as a match: under its lock, where no client is half through writing it, the reason is told. */
    private boolean peek(Predicate<Kubeconfig> question) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try {
            return question.test(Kubeconfig.parse(Files.readString(path)));
        } catch (IOException | YamlException | IllegalArgumentException e) {
            return true;
        }
    }

    private Kubeconfig read(Path target) throws IOException {
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new FileSystemException(target.toString(), null, "it is not a regular file");
        }
        try {
            return Kubeconfig.parse(Files.readString(target));
        } catch (NoSuchFileException e) {
            return Kubeconfig.empty();
        }
    }

    /** Replaces the file in one step, so that no reader sees half of it and a crash leaves the old or the new one. */
    private static void replace(Path target, String text) throws IOException {
        var fresh = sibling(target, ".minik-new");
        // left behind by a crash; the lock is held, so nobody writes it
        Files.deleteIfExists(fresh);
        try {
            var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (var channel = FileChannel.open(fresh, options, ownerOnly(fresh, "rw-------"))) {
                var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            if (hasPermissions(target) && Files.exists(target)) {
                keepOwnerAndStricterMode(target, fresh);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Root, by sudo say, must not take a user's file away. */
    private static void keepOwnerAndStricterMode(Path existing, Path fresh) throws IOException {
        var permissions = Files.getPosixFilePermissions(existing);
        permissions.retainAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        Files.setPosixFilePermissions(fresh, permissions);
        var owner = Files.getOwner(existing);
        if (!owner.equals(Files.getOwner(fresh))) {
            Files.setOwner(fresh, owner);
        }
    }

    private Path followLinks() throws IOException {
        var target = path.toAbsolutePath();
        for (int i = 0; Files.isSymbolicLink(target); i++) {
            if (i == MAX_LINKS) {
                throw new FileSystemException(path.toString(), null, "too many symbolic links");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static void createDirectory(Path target) throws IOException {
        var directory = parent(target);
        // asked first, as createDirectories of Java 17 fails at a link to a directory
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
        }
    }

    /** The directory's real path, so that two spellings of one lock are not taken for two. */
    private static Path lockOf(Path file) throws IOException {
        var absolute = file.toAbsolutePath();
        return sibling(parent(absolute).toRealPath().resolve(absolute.getFileName()), ".lock");
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "an absolute path of a file has a parent");
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return hasPermissions(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private MinikException broken(Exception e) {
        return MinikException.of(
                        ExitCode.FAILED,
                        "%s is not a kubeconfig: %s"
                                .formatted(
                                        path,
                                        e instanceof CharacterCodingException ? "it is not UTF-8" : e.getMessage()),
                        "repair the file, or name another one with --kubeconfig; it was left as it is")
                .causedBy(e);
    }

    private MinikException inaccessible(IOException e) {
        return MinikException.of(
                        ExitCode.FAILED,
                        "the kubeconfig %s cannot be changed: %s".formatted(path, reason(e)),
                        "make the file and its directory writable, or name another file with --kubeconfig")
                .causedBy(e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return "%s: %s".formatted(failure.getFile(), failure.getReason());
        }
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
