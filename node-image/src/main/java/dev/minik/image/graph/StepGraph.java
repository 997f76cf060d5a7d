package dev.minik.image.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs steps as soon as the steps before them are done, each in a thread of its own. The first failure ends the run: steps
 * that are running are interrupted and waited for, others never start.
 *
 * <p>Since a step can only come after steps that were added before it, there are no cycles.
 */
public final class StepGraph {
    private final List<Step<?>> steps = new ArrayList<>();

    /** Adds a step that runs after others. */
    public <T> Step<T> add(String name, Supplier<T> work, Step<?>... after) {
        return add(name, work, List.of(after));
    }

    /** Adds a step that runs after others. */
    public <T> Step<T> add(String name, Supplier<T> work, List<? extends Step<?>> after) {
        if (!steps.containsAll(after)) {
            throw new IllegalArgumentException(name + " comes after a step of another graph");
        }
        var step = new Step<>(name, List.copyOf(after), work);
        steps.add(step);
        return step;
    }

    /**
     * Runs all steps; throws what the first failing step threw.
     *
     * @throws InterruptedException when the calling thread is interrupted; all steps have ended then
     */
    public void run() throws InterruptedException {
        var executor = Executors.newCachedThreadPool();
        var running = new ExecutorCompletionService<Boolean>(executor);
        var waiting = new ArrayList<>(steps);
        try {
            startReady(waiting, running);
            for (int left = steps.size(); left > 0; left--) {
                running.take().get();
                startReady(waiting, running);
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause() == null ? e : e.getCause());
        } finally {
            executor.shutdownNow();
            awaitEnd(executor);
        }
    }

    private static void startReady(List<Step<?>> waiting, CompletionService<Boolean> running) {
        waiting.removeIf(step -> {
            var ready = step.after().stream().allMatch(Step::isDone);
            if (ready) {
                running.submit(step::run, true);
            }
            return ready;
        });
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    /** Waits until every interrupted step has ended, so that nothing still writes when the caller cleans up. */
    private static void awaitEnd(ExecutorService executor) {
        var interrupted = false;
        var ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
