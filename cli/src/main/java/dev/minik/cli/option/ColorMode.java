package dev.minik.cli.option;

import dev.minik.cli.terminal.Host;
import java.util.Locale;

/** When colours are used. */
public enum ColorMode {
    AUTO,
    ALWAYS,
    NEVER;

    /** Decides for a stream; {@code NO_COLOR} is honoured as <a href="https://no-color.org">no-color.org</a> asks. */
    public boolean colors(boolean terminal, Host host) {
        return switch (this) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal && host.variable("NO_COLOR").isEmpty() && !isDumb(host);
        };
    }

    /** Returns whether the terminal can do nothing but print. */
    public static boolean isDumb(Host host) {
        return host.variable("TERM").filter(term -> !term.equals("dumb")).isEmpty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
