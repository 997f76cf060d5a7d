package dev.minik.timeline;

import dev.minik.progress.ProgressEvent;
import dev.minik.progress.ProgressEvent.StepDone;
import dev.minik.progress.ProgressEvent.StepFailed;
import dev.minik.progress.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Keeps the steps of an operation as spans, in a lane of their own. */
public final class SpanRecorder implements ProgressListener {
    private static final String LANE = "minik";

    private final InstantSource clock;
    private final List<Span> spans = new ArrayList<>();

    /** Records with {@code clock}. */
    public SpanRecorder(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void on(ProgressEvent event) {
        if (event instanceof StepDone done) {
            record(done.title(), done.took());
        } else if (event instanceof StepFailed failed) {
            record(failed.title() + " (failed)", failed.took());
        }
    }

    private synchronized void record(String title, Duration took) {
        Instant end = clock.instant();
        spans.add(new Span(LANE, Span.Kind.STEP, title, end.minus(took), end));
    }

    /** Returns what was recorded so far. */
    public synchronized List<Span> spans() {
        return List.copyOf(spans);
    }
}
