package dev.minik.cli.progress;

import dev.minik.progress.ProgressEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines on a terminal, and below them one per running step, redrawn in place. Each redrawing is one write that overwrites lines
 * instead of clearing the screen, so nothing flickers; while it draws, the terminal does not wrap, so the width need not be known.
 */
final class LiveView implements View {
    /** More steps than this are counted, not listed: lines that left the screen cannot be overwritten. */
    private static final int MAX_LINES = 8;

    private static final String UP = "\u001b[%dA";
    private static final String END_OF_LINE = "\u001b[K";
    private static final String END_OF_SCREEN = "\u001b[J";
    private static final String NO_WRAP = "\u001b[?7l";
    private static final String WRAP = "\u001b[?7h";

    private final PrintStream err;
    private final Lines lines;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private int drawn;
    private boolean ticking;
    private long ticks;

    LiveView(PrintStream err, Lines lines, InstantSource clock, Ticker ticker) {
        this.err = err;
        this.lines = lines;
        this.clock = clock;
        this.ticker = ticker;
    }

    @Override
    public synchronized void on(ProgressEvent event) {
        if (event instanceof ProgressEvent.StepStarted started) {
            running.put(started.step(), new Running(started, clock.instant()));
            draw(List.of());
            if (!ticking) {
                ticking = true;
                ticker.start(this::tick);
            }
            return;
        }
        if (event instanceof ProgressEvent.StepDone done) {
            running.remove(done.step());
        } else if (event instanceof ProgressEvent.StepFailed failed) {
            running.remove(failed.step());
        }
        lines.of(event).ifPresent(line -> draw(List.of(line)));
    }

    @Override
    public synchronized void message(String text) {
        draw(text.lines().toList());
    }

    @Override
    public synchronized void failure(Failure failure) {
        draw(lines.of(failure));
    }

    @Override
    public synchronized void aside(Runnable work) {
        erase();
        work.run();
    }

    @Override
    public synchronized void close() {
        running.clear();
        erase();
    }

    private synchronized boolean tick() {
        ticking = !running.isEmpty();
        if (ticking) {
            ticks++;
            draw(List.of());
        }
        return ticking;
    }

    /** Writes lines that stay, where the running steps were, and these again below. */
    private void draw(List<String> staying) {
        var frame = new StringBuilder();
        toTop(frame);
        staying.forEach(line -> frame.append(line).append(END_OF_LINE).append('\n'));
        frame.append(NO_WRAP);
        var now = clock.instant();
        running.values().stream()
                .limit(MAX_LINES)
                .map(step -> lines.running(step.step, Duration.between(step.since, now), ticks))
                .forEach(line -> frame.append(line).append(END_OF_LINE).append('\n'));
        drawn = Math.min(running.size(), MAX_LINES);
        if (running.size() > MAX_LINES) {
            frame.append("   and %d more".formatted(running.size() - MAX_LINES))
                    .append(END_OF_LINE)
                    .append('\n');
            drawn++;
        }
        write(frame.append(WRAP).append(END_OF_SCREEN));
    }

    private void erase() {
        if (drawn > 0) {
            var frame = new StringBuilder();
            toTop(frame);
            drawn = 0;
            write(frame.append(END_OF_SCREEN));
        }
    }

    private void toTop(StringBuilder frame) {
        if (drawn > 0) {
            frame.append('\r').append(UP.formatted(drawn));
        }
    }

    private void write(StringBuilder frame) {
        err.print(frame);
        err.flush();
    }

    private record Running(ProgressEvent.StepStarted step, Instant since) {}
}
