package dev.minik.error;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure that is told to the user: one line of cause, one of remedy, the exit code, and optional further lines such as the
 * output of a failed command.
 */
public final class MinikException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String remedy;
    private final transient List<String> details;

    private MinikException(
            ExitCode exitCode, String cause, String remedy, List<String> details, @Nullable Throwable thrown) {
        super(cause, thrown);
        this.exitCode = Objects.requireNonNull(exitCode);
        this.remedy = Objects.requireNonNull(remedy);
        this.details = List.copyOf(details);
    }

    /**
     * Makes a failure.
     *
     * @param cause what went wrong, one line, no trailing full stop
     * @param remedy what the user can do about it, one line; empty only where nothing can be done
     */
    public static MinikException of(ExitCode exitCode, String cause, String remedy) {
        return new MinikException(exitCode, cause, remedy, List.of(), null);
    }

    /** Returns this failure with the exception that led to it, shown with {@code -v} only. */
    public MinikException causedBy(Throwable thrown) {
        return new MinikException(exitCode, message(), remedy, details, thrown);
    }

    /** Returns this failure with further lines, shown below cause and remedy. */
    public MinikException withDetails(List<String> lines) {
        return new MinikException(exitCode, message(), remedy, lines, getCause());
    }

    /** Returns the exit code of the command that fails with this. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** Returns the cause in one line. */
    public String message() {
        return Objects.requireNonNull(getMessage());
    }

    /** Returns what to do about it, in one line; may be empty. */
    public String remedy() {
        return remedy;
    }

    /** Returns further lines, such as the end of a failed command's output; may be empty. */
    public List<String> details() {
        return details;
    }
}
