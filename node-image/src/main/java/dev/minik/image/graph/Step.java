package dev.minik.image.graph;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A piece of work in a {@link StepGraph}, with the steps whose results it consumes. */
public final class Step<T> {
    private final String name;
    private final List<Step<?>> after;
    private final Supplier<T> work;
    private volatile Optional<T> outcome = Optional.empty();

    Step(String name, List<Step<?>> after, Supplier<T> work) {
        this.name = name;
        this.after = after;
        this.work = work;
    }

    /** Returns what the step made. To be called by steps that come after it, or once the graph has run. */
    public T result() {
        return outcome.orElseThrow(() -> new IllegalStateException(
                "step %s has not run; what consumes it must be declared to come after it".formatted(name)));
    }

    List<Step<?>> after() {
        return after;
    }

    boolean isDone() {
        return outcome.isPresent();
    }

    void run() {
        outcome = Optional.of(work.get());
    }
}
