package dev.minik.cluster;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs work side by side, in threads that do not keep the process alive. */
public final class Tasks implements AutoCloseable {
    private static final long SETTLE_SECONDS = 20;

    private final ExecutorService pool = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "minik-task");
        thread.setDaemon(true);
        return thread;
    });

    /** Starts work. */
    public <T> CompletableFuture<T> start(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, pool);
    }

    /**
     * Does work in a thread of its own and waits for it, whatever interrupts the caller: an interrupt may still be on its way into the
     * caller's next channel operation after its mark was cleared (JDK 21 and newer set the mark first and look for the channel later).
     */
    public <T> T undisturbed(Supplier<T> work) {
        try {
            return start(work).join();
        } catch (CompletionException e) {
            throw unwrap(e);
        }
    }

    /**
     * Removes what was made for a while, also after the caller was interrupted: its own calls of the engine would fail then.
     *
     * @param removal what removes it
     */
    public static void cleanUp(Runnable removal) {
        try (var tasks = new Tasks()) {
            tasks.undisturbed(() -> {
                removal.run();
                return true;
            });
        }
    }

    /** Does something for every item at once; the first failure is thrown after all have ended. */
    public <T> void all(List<T> items, Consumer<T> work) {
        var running = new ArrayList<CompletableFuture<Void>>();
        for (T item : items) {
            running.add(CompletableFuture.runAsync(() -> work.accept(item), pool));
        }
        var all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
        try {
            await(all);
        } finally {
            settle(all);
        }
    }

    /** Waits for the end of work whose wait was interrupted: whoever cleans up must not overtake it. */
    private static void settle(CompletableFuture<?> work) {
        try {
            work.handle((result, thrown) -> true).get(SETTLE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            // a second interrupt, or an engine that hangs: the next command removes what is left then
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for work to end; its failure is thrown as it is. */
    public static <T> T await(CompletableFuture<T> work) {
        try {
            return work.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw unwrap(e);
        }
    }

    /** Waits for work to end, until {@code deadline} in {@link System#nanoTime} terms; false when it has not ended by then. */
    public static boolean await(CompletableFuture<?> work, long deadline) {
        try {
            work.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw unwrap(e);
        }
    }

    /** Waits a moment between two polls. */
    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Returns the failure of an operation that the user ended. */
    public static MinikException interrupted(InterruptedException e) {
        return MinikException.of(ExitCode.INTERRUPTED, "interrupted", "").causedBy(e);
    }

    private static RuntimeException unwrap(Throwable failure) {
        var cause = failure.getCause();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
