package dev.minik.cli.output;

import java.time.Duration;
import java.util.Locale;

/** Texts for people. */
public final class Text {
    private Text() {}

    /**
     * Returns a line without characters that a terminal obeys instead of showing: what a node or an engine says is not
     * trusted, and an escape sequence in it could rewrite what the user sees.
     */
    public static String safe(String line) {
        if (line.chars().noneMatch(Text::obeyed)) {
            return line;
        }
        var clean = new StringBuilder(line.length());
        line.chars().forEach(c -> clean.append(obeyed(c) ? '?' : (char) c));
        return clean.toString();
    }

    /** Returns a time as people say it: {@code 0.4s}, {@code 12s}, {@code 3m05s}. */
    public static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1fs", Math.floor(time.toMillis() / 100.0) / 10);
        }
        return seconds < 60 ? seconds + "s" : "%dm%02ds".formatted(seconds / 60, seconds % 60);
    }

    private static boolean obeyed(int c) {
        return Character.isISOControl(c) && c != '\t';
    }
}
