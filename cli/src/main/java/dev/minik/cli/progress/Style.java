package dev.minik.cli.progress;

import java.util.List;

/**
 * How lines for people look.
 *
 * @param color whether ANSI colours are used
 * @param unicode whether symbols beyond ASCII can be shown
 */
public record Style(boolean color, boolean unicode) {
    private static final List<String> DOTS = List.of("⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏");
    private static final List<String> DASHES = List.of("|", "/", "-", "\\");

    String done() {
        return sgr("32", unicode ? "✓" : "+");
    }

    String failed() {
        return sgr("31", unicode ? "✗" : "x");
    }

    String begun() {
        return unicode ? "•" : "*";
    }

    String spinner(long tick) {
        var frames = unicode ? DOTS : DASHES;
        return sgr("36", frames.get((int) Math.floorMod(tick, (long) frames.size())));
    }

    String error(String text) {
        return sgr("1;31", text);
    }

    String warning(String text) {
        return sgr("33", text);
    }

    String faint(String text) {
        return sgr("2", text);
    }

    private String sgr(String code, String text) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
