package dev.minik.progress;

import java.time.Instant;
import java.time.InstantSource;

/** The time of day at its making, and on from there at an even pace: durations stay true when the host's clock is set meanwhile. */
public final class SteadyClock implements InstantSource {
    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }
}
