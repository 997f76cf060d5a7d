package dev.minik.cli.progress;

import java.util.function.BooleanSupplier;

/** Calls again and again while there is something to draw. */
@FunctionalInterface
interface Ticker {
    /** Begins to call {@code tick}, in another thread, until it returns false. */
    void start(BooleanSupplier tick);
}
