package dev.minik.process;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a command ended.
 *
 * @param command what was run
 * @param exitCode its exit status; {@link #CANNOT_START} when the program could not be started, with the reason in {@code stderr}
 * @param stdout what it printed, lines ended by a line feed
 * @param stderr what it printed as errors, likewise
 */
public record CommandResult(Command command, int exitCode, String stdout, String stderr) {
    /** The status of a program that is not there or not executable, as POSIX shells report it. */
    public static final int CANNOT_START = 127;

    private static final int SHOWN_LINES = 20;

    /** Returns whether the command succeeded. */
    public boolean ok() {
        return exitCode == 0;
    }

    /**
     * Returns this result if the command succeeded.
     *
     * @throws MinikException otherwise, with the command and the end of its output in the details
     */
    public CommandResult orFail(ExitCode code, String cause, String remedy) {
        if (ok()) {
            return this;
        }
        throw MinikException.of(code, cause, remedy).withDetails(details());
    }

    /** Returns the command, its exit status and the end of its output, for people. */
    public List<String> details() {
        var lines = new ArrayList<String>();
        lines.add("$ " + command.display());
        var output = Stream.concat(stdout.lines(), stderr.lines()).toList();
        lines.addAll(output.subList(Math.max(0, output.size() - SHOWN_LINES), output.size()));
        lines.add("exit status " + exitCode);
        return lines;
    }
}
