package dev.minik.image.cache;

import dev.minik.digest.Sha256;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The cache of a user. Entries are made in a directory beside, written to the disk, listed with their digests, and then moved to their
 * place in one step.
 *
 * <p>Entries are made {@linkplain #whileLocked while locked}.
 */
public final class BuildCache {
    private static final String LISTING = "entry.sha256";
    private static final long LITTLE_SPACE = 16L << 20;

    private final Path root;
    private final Path scratch;
    private final AtomicInteger count = new AtomicInteger();

    /** Uses {@code root}, which is made when needed. */
    public BuildCache(Path root) {
        this.root = root;
        this.scratch = root.resolve("unfinished");
    }

    /** Makes the files of an entry. */
    @FunctionalInterface
    public interface Producer {
        /** Writes the entry's files into {@code directory}, an empty one, without sub-directories. */
        void produce(Path directory) throws IOException;
    }

    /**
     * Does {@code work} as the only one that builds, after removing what unfinished builds left.
     *
     * @param waiting called once when another process is building, before that is waited for
     */
    public <T> T whileLocked(Runnable waiting, Supplier<T> work) {
        var lock = lock(waiting);
        try {
            return work.get();
        } finally {
            lock.release();
        }
    }

    private BuildLock lock(Runnable waiting) {
        try {
            Files.createDirectories(root);
            var lock = BuildLock.acquire(root.resolve("build.lock"), waiting);
            Trees.delete(scratch);
            return lock;
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "cannot use the cache directory %s: %s".formatted(root, e.getMessage()),
                            "Make it writable, or set XDG_CACHE_HOME to a directory that is")
                    .causedBy(e);
        }
    }

    /** Returns a new empty directory for a step's work, removed by the next build at the latest. */
    public Path scratch(String name) {
        try {
            return Files.createDirectories(scratch.resolve(name + "-" + count.incrementAndGet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the completed entry of a key. */
    public Optional<CacheEntry> find(EntryKey key) {
        var directory = root.resolve(key.directory());
        var files = new TreeMap<String, CachedFile>();
        try {
            for (var line : Files.readAllLines(directory.resolve(LISTING))) {
                var parts = line.split(" ", 3);
                var path = directory.resolve(parts[2]);
                var size = Long.parseLong(parts[1]);
                if (Files.size(path) != size) {
                    return Optional.empty();
                }
                files.put(parts[2], new CachedFile(path, parts[0], size));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new CacheEntry(key, directory, files));
    }

    /** Returns the entry of a key, made by {@code producer} when there is none, or none whose content is still what it was. */
    public CacheEntry get(EntryKey key, Producer producer) {
        return find(key).filter(BuildCache::isSound).map(BuildCache::used).orElseGet(() -> make(key, producer));
    }

    private static boolean isSound(CacheEntry entry) {
        return entry.files().values().stream()
                .allMatch(file -> Sha256.of(file.path()).equals(file.sha256()));
    }

    private CacheEntry make(EntryKey key, Producer producer) {
        var work = scratch(key.name());
        try {
            producer.produce(work);
            complete(work);
            var target = root.resolve(key.directory());
            Trees.delete(target);
            Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
            force(root);
        } catch (IOException e) {
            throw full(e).orElseGet(() -> MinikException.of(
                            ExitCode.FAILED,
                            "cannot make %s: %s".formatted(key.name(), e),
                            "Check the disk of " + root + ", then run the command again")
                    .causedBy(e));
        }
        return find(key).orElseThrow();
    }

    /**
     * Removes entries and unfinished downloads that no build has used since {@code then}: every change of an input leaves one
     * behind that is not needed any more.
     */
    public void removeUnusedSince(Instant then) {
        try (var entries = Files.list(root)) {
            for (var entry : entries.filter(Files::isDirectory).toList()) {
                if (Files.getLastModifiedTime(entry).toInstant().isBefore(then)) {
                    Trees.delete(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CacheEntry used(CacheEntry entry) {
        try {
            Files.setLastModifiedTime(entry.directory(), FileTime.from(Instant.now()));
            return entry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<MinikException> full(IOException e) {
        try {
            FileStore store = Files.getFileStore(root);
            if (store.getUsableSpace() > LITTLE_SPACE) {
                return Optional.empty();
            }
        } catch (IOException unknown) {
            e.addSuppressed(unknown);
            return Optional.empty();
        }
        return Optional.of(MinikException.of(
                        ExitCode.FAILED,
                        "the disk of %s is full".formatted(root),
                        "Free some 6 GB there, or set XDG_CACHE_HOME to a directory on another disk")
                .causedBy(e));
    }

    private static void complete(Path directory) throws IOException {
        var listing = new StringBuilder();
        try (var files = Files.list(directory)) {
            for (var file : files.sorted().toList()) {
                force(file);
                listing.append("%s %d %s\n".formatted(Sha256.of(file), Files.size(file), file.getFileName()));
            }
        }
        Files.writeString(directory.resolve(LISTING), listing);
        force(directory.resolve(LISTING));
        force(directory);
    }

    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
