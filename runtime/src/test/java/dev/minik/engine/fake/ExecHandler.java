package dev.minik.engine.fake;

import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;

/** Plays the commands that are run in a fake engine's containers. */
@FunctionalInterface
public interface ExecHandler {
    /**
     * Plays one command. What it returns as output goes where the command's output was to go.
     *
     * @param container the container's name
     */
    ExecResult run(String container, ExecSpec spec);
}
