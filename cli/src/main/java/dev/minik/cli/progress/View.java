package dev.minik.cli.progress;

import dev.minik.progress.ProgressListener;

/** What the user sees on standard error: the progress of operations, and what commands and failures say. Safe for several threads. */
public interface View extends ProgressListener, AutoCloseable {
    /** Says something that is neither progress nor result. */
    void message(String text);

    /** Says why the command fails. */
    void failure(Failure failure);

    /** Runs {@code work}, which uses the terminal itself: nothing else is drawn meanwhile. */
    void aside(Runnable work);

    /** Ends all drawing; the last line is complete. */
    @Override
    void close();
}
