package dev.minik.image.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StepGraphTest {
    private final StepGraph graph = new StepGraph();

    @Test
    void handsResultsOn() throws InterruptedException {
        var one = graph.add("one", () -> 1);
        var two = graph.add("two", () -> 2);
        var sum = graph.add("sum", () -> one.result() + two.result(), one, two);
        var text = graph.add("text", () -> "= " + sum.result(), List.of(sum));
        graph.run();
        assertEquals("= 3", text.result());
    }

    @Test
    void runsAtTheSameTimeWhatDoesNotDependOnEachOther() throws InterruptedException {
        var met = new CountDownLatch(2);
        for (var name : List.of("left", "right")) {
            graph.add(name, () -> {
                met.countDown();
                return await(met);
            });
        }
        graph.run();
        assertEquals(0, met.getCount());
    }

    @Test
    void theFirstFailureInterruptsTheOthersAndIsThrown() {
        var running = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        var started = new AtomicBoolean();
        var failure = new IllegalStateException("broken");
        graph.add("long", () -> {
            running.countDown();
            try {
                return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw new IllegalStateException("interrupted", e);
            }
        });
        var failing = graph.<Boolean>add("failing", () -> {
            await(running);
            throw failure;
        });
        graph.add("after", () -> started.getAndSet(true), failing);
        assertSame(failure, assertThrows(IllegalStateException.class, graph::run));
        assertTrue(interrupted.get(), "run returned before the interrupted step had ended");
        assertFalse(started.get());
    }

    @Test
    void errorsAreThrownAsTheyAre() {
        var error = new StackOverflowError();
        graph.<Boolean>add("deep", () -> {
            throw error;
        });
        assertSame(error, assertThrows(StackOverflowError.class, graph::run));
    }

    @Test
    void anInterruptedCallerEndsAllSteps() throws InterruptedException {
        var running = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        graph.add("long", () -> {
            running.countDown();
            try {
                return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                ended.countDown();
                throw new IllegalStateException("interrupted", e);
            }
        });
        var thrown = new AtomicBoolean();
        var caller = new Thread(() -> {
            try {
                graph.run();
            } catch (InterruptedException e) {
                thrown.set(ended.getCount() == 0);
            }
        });
        caller.start();
        await(running);
        caller.interrupt();
        caller.join();
        assertTrue(thrown.get());
    }

    @Test
    void aResultIsThereOnlyAfterTheRun() {
        var step = graph.add("late", () -> 1);
        var failure = assertThrows(IllegalStateException.class, step::result);
        assertTrue(String.valueOf(failure.getMessage()).contains("late"));
    }

    @Test
    void stepsOfOtherGraphsAreRefused() {
        var foreign = new StepGraph().add("foreign", () -> 1);
        assertThrows(IllegalArgumentException.class, () -> graph.add("mine", () -> 2, foreign));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
