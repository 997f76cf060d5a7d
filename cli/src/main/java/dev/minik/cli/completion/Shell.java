package dev.minik.cli.completion;

import java.util.Locale;

/** The shells that can complete minik's commands. */
public enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
