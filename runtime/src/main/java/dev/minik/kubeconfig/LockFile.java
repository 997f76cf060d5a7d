package dev.minik.kubeconfig;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A lock that is a file: who creates it holds it, as in client-go. What client-go leaves open is a holder that died; minik writes into
 * the file who holds it, and a lock whose holder has ended is removed at once. A lock of an unknown holder (client-go's are empty) is
 * removed when it is old.
 *
 * <p>Two that find the same dead lock must not remove it one after the other, since the second might hit a lock that was just taken. So
 * a dead lock is removed only by the holder of the lock {@code <lock>.break}, which is taken, and if need be broken, by the same rules.
 * That is exact for dead holders; where age decides, an old lock that is given up and taken anew in the instant of its removal is lost.
 *
 * @param path the lock
 * @param content what it holds, which no other has
 * @see <a href="https://github.com/kubernetes/kubernetes/issues/23964">why kubectl locks</a>
 * @see <a href="https://github.com/mkubaczyk/helmsman/issues/197">what a lock that was left behind does</a>
 */
record LockFile(Path path, String content) {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(25);
    private static final int MAX_CONTENT = 1024;

    /** What is done under a lock. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Does something while holding locks, which are taken in the order given.
     *
     * @throws MinikException {@link ExitCode#TIMED_OUT} if a lock is held for too long
     */
    static <T> T holding(List<Path> locks, LockPolicy policy, Action<T> action) throws IOException {
        return holding(locks, policy, System.nanoTime() + policy.patience().toNanos(), action);
    }

    private static <T> T holding(List<Path> locks, LockPolicy policy, long deadline, Action<T> action)
            throws IOException {
        if (locks.isEmpty()) {
            return action.run();
        }
        var lock = acquire(locks.get(0), policy, deadline);
        var atShutdown = new AtShutdown(lock);
        try {
            return holding(locks.subList(1, locks.size()), policy, deadline, action);
        } finally {
            lock.release();
            atShutdown.close();
        }
    }

    private static LockFile acquire(Path path, LockPolicy policy, long deadline) throws IOException {
        var lock = new LockFile(path, ProcessIdentity.current().toText() + "lock " + UUID.randomUUID() + "\n");
        while (!lock.create()) {
            if (isAbandoned(path, policy)) {
                holding(
                        List.of(path.resolveSibling(path.getFileName() + ".break")),
                        policy,
                        deadline,
                        () -> isAbandoned(path, policy) && Files.deleteIfExists(path));
            } else if (System.nanoTime() - deadline > 0) {
                throw timedOut(path, policy);
            } else {
                pause();
            }
        }
        return lock;
    }

    private boolean create() throws IOException {
        try (var channel = Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(content));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Somebody may have removed the lock by hand, and another process may have it now. */
    void release() throws IOException {
        if (read(path).equals(Optional.of(content))) {
            Files.deleteIfExists(path);
        }
    }

    private static boolean isAbandoned(Path path, LockPolicy policy) throws IOException {
        var holder = read(path).flatMap(ProcessIdentity::parse);
        if (holder.isPresent() && holder.get().isVisible()) {
            return holder.get().hasEnded();
        }
        try {
            var created = Files.getLastModifiedTime(path).toInstant();
            return created.plus(policy.unknownAge()).isBefore(policy.clock().instant());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Empty if there is no such file, or it may not be read: client-go gives its locks no permissions at all. */
    private static Optional<String> read(Path path) throws IOException {
        try (var stream = Files.newInputStream(path)) {
            return Optional.of(new String(stream.readNBytes(MAX_CONTENT), StandardCharsets.UTF_8));
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /** No event tells that a lock is free on every file system; pauses differ, so that those who wait do not march in step. */
    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MinikException.of(ExitCode.INTERRUPTED, "interrupted while waiting for a kubeconfig's lock", "")
                    .causedBy(e);
        }
    }

    private static MinikException timedOut(Path path, LockPolicy policy) throws IOException {
        var holder = read(path)
                .flatMap(ProcessIdentity::parse)
                .map(process -> "process " + process.pid())
                .orElse("another process");
        return MinikException.of(
                ExitCode.TIMED_OUT,
                "%s is held by %s for more than %d s"
                        .formatted(path, holder, policy.patience().toSeconds()),
                "if no kubectl or minik is at work, remove it: rm '%s'".formatted(path));
    }
}
