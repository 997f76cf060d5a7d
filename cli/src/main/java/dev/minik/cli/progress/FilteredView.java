package dev.minik.cli.progress;

import dev.minik.progress.ProgressEvent;
import java.util.function.Predicate;

/** Keeps from another view what the user does not want to see. Failures always pass. */
final class FilteredView implements View {
    private final View target;
    private final Predicate<ProgressEvent> shown;
    private final boolean messages;

    FilteredView(View target, Predicate<ProgressEvent> shown, boolean messages) {
        this.target = target;
        this.shown = shown;
        this.messages = messages;
    }

    /** Returns a view of warnings and failures only. */
    static View quiet(View target) {
        return new FilteredView(target, event -> event instanceof ProgressEvent.Warning, false);
    }

    /** Returns a view without steps. */
    static View withoutSteps(View target) {
        return new FilteredView(
                target, event -> event instanceof ProgressEvent.Warning || event instanceof ProgressEvent.Notice, true);
    }

    @Override
    public void on(ProgressEvent event) {
        if (shown.test(event)) {
            target.on(event);
        }
    }

    @Override
    public void message(String text) {
        if (messages) {
            target.message(text);
        }
    }

    @Override
    public void failure(Failure failure) {
        target.failure(failure);
    }

    @Override
    public void aside(Runnable work) {
        target.aside(work);
    }

    @Override
    public void close() {
        target.close();
    }
}
