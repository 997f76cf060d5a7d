package dev.minik.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final List<ProgressEvent> events = new ArrayList<>();
    private final Iterator<Instant> times =
            List.of(Instant.ofEpochMilli(1000), Instant.ofEpochMilli(1250)).iterator();
    private final InstantSource clock = times::next;
    private final Progress progress = new Progress(events::add, clock);

    @Test
    void aStepThatSucceedsTellsItsStartAndTheTimeItTook() {
        int result = progress.step("boot", "Starting nodes", Optional.of(Duration.ofSeconds(2)), () -> 42);

        assertEquals(42, result);
        assertEquals(
                List.of(
                        new ProgressEvent.StepStarted("boot", "Starting nodes", Optional.of(Duration.ofSeconds(2))),
                        new ProgressEvent.StepDone("boot", "Starting nodes", Duration.ofMillis(250))),
                events);
    }

    @Test
    void aStepThatThrowsIsToldAsFailedAndTheExceptionGoesOn() {
        var failure = new IllegalStateException("no");

        var thrown = assertThrows(
                IllegalStateException.class,
                () -> progress.run("boot", "Starting nodes", () -> {
                    throw failure;
                }));

        assertEquals(failure, thrown);
        assertEquals(new ProgressEvent.StepFailed("boot", "Starting nodes", Duration.ofMillis(250)), events.get(1));
    }

    @Test
    void whatIsToldInBetweenKeepsItsKind() {
        progress.detail("boot", "node up");
        progress.warn("slow");
        progress.notice("building");

        assertEquals(
                List.of(
                        new ProgressEvent.Detail("boot", "node up"),
                        new ProgressEvent.Warning("slow"),
                        new ProgressEvent.Notice("building")),
                events);
    }
}
