package dev.minik.cli.progress;

import java.util.Locale;

/** The ways to show progress, as {@code --progress} names them. */
public enum ProgressMode {
    /** Live on a terminal, plain elsewhere. */
    AUTO,
    /** A line when a step begins and one when it ends. */
    PLAIN,
    /** One JSON object per event. */
    JSON,
    /** No steps; warnings, messages and errors remain. */
    NONE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
