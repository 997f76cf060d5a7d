package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.EngineException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TasksTest {
    @Test
    void cleaningUpKnowsNothingOfTheInterruptionThatEndedTheWork() {
        var seen = new CopyOnWriteArrayList<Boolean>();
        Thread.currentThread().interrupt();

        Tasks.cleanUp(() -> seen.add(Thread.currentThread().isInterrupted()));

        assertEquals(List.of(false), seen);
        assertTrue(Thread.interrupted(), "who asked for it is still interrupted");
    }

    @Test
    void whyItCannotBeCleanedUpIsToldAsItIs() {
        var failure = new EngineException(EngineException.Kind.OTHER, "busy", null);

        assertEquals(
                failure,
                assertThrows(
                        EngineException.class,
                        () -> Tasks.cleanUp(() -> {
                            throw failure;
                        })));
    }
}
