package dev.minik.cli.progress;

import dev.minik.cli.terminal.Console;
import java.time.Duration;
import java.time.InstantSource;

/** Chooses the view that fits the user's wish and the terminal. */
public final class Views {
    private static final Duration REDRAW = Duration.ofMillis(100);

    private Views() {}

    /**
     * Makes a view.
     *
     * @param cursor whether the terminal's cursor can be moved ({@code TERM} is not {@code dumb})
     */
    public static View of(
            Console console, ProgressMode mode, boolean color, boolean cursor, boolean quiet, boolean verbose) {
        var err = console.err();
        var lines = new Lines(new Style(color, console.unicode()), verbose);
        var live = cursor && console.terminals().err() && !quiet;
        var view = switch (mode) {
            case AUTO ->
                live
                        ? new LiveView(err, lines, InstantSource.system(), new ThreadTicker(REDRAW))
                        : new PlainView(err, lines);
            case PLAIN -> new PlainView(err, lines);
            case JSON -> new JsonView(err, verbose);
            case NONE -> FilteredView.withoutSteps(new PlainView(err, lines));
        };
        return quiet ? FilteredView.quiet(view) : view;
    }
}
