package dev.minik.engine.install;

import java.util.List;

/**
 * What an installation would do.
 *
 * @param action its kind
 * @param lines each change, in words for people
 */
public record InstallPlan(Action action, List<String> lines) {
    /** Copies the list. */
    public InstallPlan {
        lines = List.copyOf(lines);
    }

    /** Kinds of installation. */
    public enum Action {
        /** All is there. */
        NOTHING,
        /** What is installed has to be started. */
        START,
        /** Packages of the running release are installed. */
        INSTALL,
        /** Packages of the next release are installed. */
        INSTALL_FROM_NEXT_RELEASE
    }
}
