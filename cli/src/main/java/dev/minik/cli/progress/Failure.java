package dev.minik.cli.progress;

import dev.minik.error.ExitCode;
import java.util.List;
import java.util.Optional;

/**
 * Why a command fails.
 *
 * @param exitCode the command's exit code
 * @param cause what went wrong, one line
 * @param remedy what to do about it, one line or empty
 * @param details further lines, such as a failed command's output
 * @param thrown what led to it, shown with {@code -v}
 */
public record Failure(
        ExitCode exitCode, String cause, String remedy, List<String> details, Optional<Throwable> thrown) {
    /** Copies the details. */
    public Failure {
        details = List.copyOf(details);
    }
}
