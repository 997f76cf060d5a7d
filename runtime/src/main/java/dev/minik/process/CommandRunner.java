package dev.minik.process;

import dev.minik.error.MinikException;
import java.nio.file.Path;

/** Runs programs of the host. The port through which minik reaches package managers, compilers and the like. */
public interface CommandRunner {
    /**
     * Runs a command and waits for its end. A status other than 0 is a result, not an exception: the caller knows what it
     * means. A program that cannot be started ends with {@link CommandResult#CANNOT_START}.
     *
     * @throws MinikException with exit code {@code TIMED_OUT} when the command ran into its timeout and was killed, with
     *     {@code INTERRUPTED} when the calling thread was interrupted, which kills the command as well
     */
    CommandResult run(Command command);

    /**
     * Starts a command that outlives this process, such as a daemon, and returns at once. Its output and error output are
     * appended to {@code log}; its timeout and listener have no effect.
     *
     * @throws MinikException when it cannot be started
     */
    ProcessHandle startDetached(Command command, Path log);
}
