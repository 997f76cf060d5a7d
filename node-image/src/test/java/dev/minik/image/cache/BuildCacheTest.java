package dev.minik.image.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.digest.Sha256;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCacheTest {
    private static final EntryKey KEY = Inputs.ofRecipe(1).with("what", "test").key("thing");

    @TempDir
    Path root;

    private final AtomicInteger made = new AtomicInteger();

    private void make(Path directory) throws IOException {
        made.incrementAndGet();
        Files.writeString(directory.resolve("a"), "content of a");
        Files.writeString(directory.resolve("b"), "");
    }

    @Test
    void makesAnEntryOnceAndKnowsItsFiles() {
        var cache = new BuildCache(root);
        assertTrue(cache.find(KEY).isEmpty());
        var entry = cache.get(KEY, this::make);
        assertEquals(entry, cache.get(KEY, this::make));
        assertEquals(1, made.get());
        assertEquals(12, entry.file("a").size());
        assertEquals(Sha256.of("content of a"), entry.file("a").sha256());
        assertEquals(0, entry.file("b").size());
        assertThrows(IllegalArgumentException.class, () -> entry.file("c"));
        assertEquals(2, new BuildCache(root).find(KEY).orElseThrow().files().size());
    }

    @Test
    void aFailedProducerLeavesNothingThatIsTrusted() {
        var cache = new BuildCache(root);
        assertThrows(
                IllegalStateException.class,
                () -> cache.get(KEY, directory -> {
                    Files.writeString(directory.resolve("a"), "half");
                    throw new IllegalStateException("interrupted");
                }));
        assertTrue(cache.find(KEY).isEmpty());
        assertEquals(12, cache.get(KEY, this::make).file("a").size());
    }

    @Test
    void aFailureToWriteIsToldWithItsRemedy() {
        var cache = new BuildCache(root);
        var failure = assertThrows(
                MinikException.class,
                () -> cache.get(KEY, directory -> {
                    throw new IOException("disk on fire");
                }));
        assertTrue(failure.message().contains("disk on fire"), failure.message());
        assertFalse(failure.remedy().isEmpty());
    }

    @Test
    void whatAnInterruptedBuildLeftIsRemovedByTheNext() throws IOException {
        var left = new BuildCache(root).scratch("work");
        Files.createDirectories(left.resolve("deep/er"));
        Files.writeString(left.resolve("deep/er/file"), "x");
        Files.createSymbolicLink(left.resolve("link"), root);
        new BuildCache(root).whileLocked(() -> {}, () -> {
            assertFalse(Files.exists(left));
            assertTrue(Files.exists(root), "links must not be followed");
            return true;
        });
    }

    @Test
    void aFileThatWasCutOffIsMadeAgain() throws IOException {
        var cache = new BuildCache(root);
        Files.writeString(cache.get(KEY, this::make).file("a").path(), "cut");
        assertTrue(cache.find(KEY).isEmpty());
        assertEquals(12, cache.get(KEY, this::make).file("a").size());
        assertEquals(2, made.get());
    }

    @Test
    void aFileThatWasChangedIsMadeAgain() throws IOException {
        var cache = new BuildCache(root);
        Files.writeString(cache.get(KEY, this::make).file("a").path(), "CONTENT OF A");
        assertEquals(
                "content of a",
                Files.readString(cache.get(KEY, this::make).file("a").path()));
        assertEquals(2, made.get());
    }

    @Test
    void whatNoBuildHasUsedForLongIsRemoved() throws IOException {
        var cache = new BuildCache(root);
        var old = cache.get(KEY, this::make);
        var used = cache.get(Inputs.ofRecipe(2).key("thing"), this::make);
        for (var entry : List.of(old, used)) {
            Files.setLastModifiedTime(entry.directory(), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        }
        cache.get(used.key(), this::make);
        cache.removeUnusedSince(Instant.parse("2026-01-02T00:00:00Z"));
        assertTrue(cache.find(old.key()).isEmpty());
        assertTrue(cache.find(used.key()).isPresent());
        assertEquals(2, made.get());
    }

    @Test
    void anEntryWithoutItsListingIsNotTrusted() throws IOException {
        var cache = new BuildCache(root);
        var entry = cache.get(KEY, this::make);
        Files.delete(entry.directory().resolve("entry.sha256"));
        assertTrue(cache.find(KEY).isEmpty());
        cache.get(KEY, this::make);
        assertEquals(2, made.get());
    }

    @Test
    void aSecondBuildWaitsForTheFirst() throws Exception {
        var waiting = new CountDownLatch(1);
        var other = Executors.newSingleThreadExecutor();
        try {
            var second = new BuildCache(root).whileLocked(() -> {}, () -> {
                var build = other.submit(
                        () -> new BuildCache(root).whileLocked(waiting::countDown, () -> "built by the second"));
                try {
                    assertTrue(waiting.await(10, TimeUnit.SECONDS), "the second build does not say that it waits");
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                assertFalse(build.isDone());
                return build;
            });
            assertEquals("built by the second", second.get(10, TimeUnit.SECONDS));
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void aFailedBuildGivesTheLockUp() {
        var cache = new BuildCache(root);
        assertThrows(
                IllegalStateException.class,
                () -> cache.whileLocked(() -> {}, () -> {
                    throw new IllegalStateException("failed");
                }));
        assertTrue(new BuildCache(root)
                .whileLocked(
                        () -> {
                            throw new AssertionError("the lock is still held");
                        },
                        () -> true));
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
        var file = Files.writeString(root.resolve("file"), "");
        var failure = assertThrows(
                MinikException.class, () -> new BuildCache(file.resolve("cache")).whileLocked(() -> {}, () -> true));
        assertTrue(failure.message().contains(file.toString()), failure.message());
    }
}
