package dev.minik.cli.progress;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Ticks in a daemon thread that lives only while there is something to draw. */
final class ThreadTicker implements Ticker {
    private final Duration interval;

    ThreadTicker(Duration interval) {
        this.interval = interval;
    }

    @Override
    public void start(BooleanSupplier tick) {
        var thread = new Thread(() -> run(tick), "minik-progress");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(BooleanSupplier tick) {
        try {
            while (tick.getAsBoolean()) {
                Thread.sleep(interval.toMillis());
            }
        } catch (InterruptedException e) {
            // Nobody but a dying process interrupts this thread, and then there is nothing left to draw.
            Thread.currentThread().interrupt();
        }
    }
}
