package dev.minik.cli.progress;

import dev.minik.cli.output.Text;
import dev.minik.progress.ProgressEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words what happens, in lines for people. */
final class Lines {
    /** Steps known to be shorter are not announced with a time: it would be over before it is read. */
    private static final Duration WORTH_TELLING = Duration.ofSeconds(5);

    private final Style style;
    private final boolean verbose;

    Lines(Style style, boolean verbose) {
        this.style = style;
        this.verbose = verbose;
    }

    /** Returns the line for an event; empty where this verbosity has none. */
    Optional<String> of(ProgressEvent event) {
        if (event instanceof ProgressEvent.StepStarted started) {
            return Optional.of(
                    " %s %s%s".formatted(style.begun(), Text.safe(started.title()), expected(started.expected())));
        } else if (event instanceof ProgressEvent.StepDone done) {
            return Optional.of(" %s %s %s".formatted(style.done(), Text.safe(done.title()), took(done.took())));
        } else if (event instanceof ProgressEvent.StepFailed failed) {
            return Optional.of(" %s %s %s".formatted(style.failed(), Text.safe(failed.title()), took(failed.took())));
        } else if (event instanceof ProgressEvent.Detail detail) {
            return verbose
                    ? Optional.of(
                            style.faint("   %s: %s".formatted(Text.safe(detail.step()), Text.safe(detail.text()))))
                    : Optional.empty();
        } else if (event instanceof ProgressEvent.Warning warning) {
            return Optional.of(style.warning("WARNING:") + " " + Text.safe(warning.text()));
        } else if (event instanceof ProgressEvent.Notice notice) {
            return Optional.of(Text.safe(notice.text()));
        }
        throw new IllegalArgumentException("unknown event " + event);
    }

    /** Returns the line of a step that runs. */
    String running(ProgressEvent.StepStarted step, Duration elapsed, long tick) {
        return " %s %s %s%s"
                .formatted(
                        style.spinner(tick),
                        Text.safe(step.title()),
                        style.faint(Text.time(elapsed)),
                        expected(step.expected()));
    }

    List<String> of(Failure failure) {
        var lines = new ArrayList<String>();
        lines.add(style.error("ERROR:") + " " + Text.safe(failure.cause()));
        if (!failure.remedy().isEmpty()) {
            lines.add("  " + Text.safe(failure.remedy()));
        }
        if (!failure.details().isEmpty()) {
            lines.add("");
            failure.details().stream()
                    .flatMap(String::lines)
                    .forEach(detail -> lines.add(style.faint("  | ") + Text.safe(detail)));
        }
        if (verbose) {
            failure.thrown().ifPresent(thrown -> lines.addAll(stackTrace(thrown)));
        }
        return lines;
    }

    /** Returns a stack trace, causes included. */
    static List<String> stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().lines().map(Text::safe).toList();
    }

    private String took(Duration took) {
        return style.faint(Text.time(took));
    }

    private String expected(Optional<Duration> expected) {
        return expected.filter(time -> time.compareTo(WORTH_TELLING) >= 0)
                .map(time -> style.faint(" (about " + Text.time(time) + ")"))
                .orElse("");
    }
}
