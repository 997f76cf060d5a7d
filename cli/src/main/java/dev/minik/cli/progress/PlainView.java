package dev.minik.cli.progress;

import dev.minik.progress.ProgressEvent;
import java.io.PrintStream;

/** One line after the other, for logs. */
final class PlainView implements View {
    private final PrintStream err;
    private final Lines lines;

    PlainView(PrintStream err, Lines lines) {
        this.err = err;
        this.lines = lines;
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        lines.of(event).ifPresent(err::println);
    }

    @Override
    public synchronized void message(String text) {
        err.println(text);
    }

    @Override
    public synchronized void failure(Failure failure) {
        lines.of(failure).forEach(err::println);
    }

    @Override
    public synchronized void aside(Runnable work) {
        work.run();
    }

    @Override
    public synchronized void close() {
        err.flush();
    }
}
