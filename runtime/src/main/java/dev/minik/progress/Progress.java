package dev.minik.progress;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What operations call to tell how far they are. Safe for use by several threads. */
public final class Progress {
    private final ProgressListener listener;
    private final InstantSource clock;

    /** Makes a progress that tells {@code listener} and measures with {@code clock}. */
    public Progress(ProgressListener listener, InstantSource clock) {
        this.listener = listener;
        this.clock = clock;
    }

    /** Returns a progress that tells {@code also} as well. */
    public Progress telling(ProgressListener also) {
        return new Progress(
                event -> {
                    listener.on(event);
                    also.on(event);
                },
                clock);
    }

    /** Returns a progress nobody listens to. */
    public static Progress silent() {
        return new Progress(event -> {}, new SteadyClock());
    }

    /** Runs {@code work} as a step: tells its start, and its end or failure with the time it took. */
    public <T> T step(String step, String title, Supplier<T> work) {
        return step(step, title, Optional.empty(), work);
    }

    /** Runs {@code work} as a step whose duration is roughly known. */
    public <T> T step(String step, String title, Optional<Duration> expected, Supplier<T> work) {
        var start = clock.instant();
        listener.on(new ProgressEvent.StepStarted(step, title, expected));
        var done = false;
        try {
            T result = work.get();
            done = true;
            return result;
        } finally {
            var took = Duration.between(start, clock.instant());
            listener.on(
                    done
                            ? new ProgressEvent.StepDone(step, title, took)
                            : new ProgressEvent.StepFailed(step, title, took));
        }
    }

    /** Runs {@code work}, which has no result, as a step. */
    public void run(String step, String title, Runnable work) {
        step(step, title, () -> {
            work.run();
            return true;
        });
    }

    /** Tells a line inside a step, seen with {@code -v}. */
    public void detail(String step, String text) {
        listener.on(new ProgressEvent.Detail(step, text));
    }

    /** Tells the user something that does not stop the operation but should be known. */
    public void warn(String text) {
        listener.on(new ProgressEvent.Warning(text));
    }

    /** Tells the user what is going to happen before it happens. */
    public void notice(String text) {
        listener.on(new ProgressEvent.Notice(text));
    }
}
