package dev.minik.cli;

import dev.minik.cli.progress.Failure;
import dev.minik.engine.EngineException;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes of anything thrown what the user is told: the one way out for errors. */
final class Failures {
    private Failures() {}

    /** Returns the failure that a command ended with. */
    static Failure of(Throwable thrown, boolean interrupted) {
        if (thrown instanceof MinikException e && !(interrupted && isBrokenOff(e))) {
            var code = interrupted ? ExitCode.INTERRUPTED : e.exitCode();
            return new Failure(code, e.message(), e.remedy(), e.details(), Optional.of(e));
        }
        if (interrupted) {
            // Whatever an interruption broke is not worth telling; what is left of it is.
            var details = thrown instanceof MinikException e ? e.details() : List.<String>of();
            return new Failure(ExitCode.INTERRUPTED, "interrupted", "", details, Optional.of(thrown));
        }
        if (thrown instanceof EngineException e) {
            var unavailable = e.kind() == EngineException.Kind.UNAVAILABLE;
            return new Failure(
                    unavailable ? ExitCode.ENGINE_UNAVAILABLE : ExitCode.FAILED,
                    "the container engine failed: " + e.getMessage(),
                    "Run 'minik doctor' to check the engine",
                    List.of(),
                    Optional.of(e));
        }
        return new Failure(
                ExitCode.BUG,
                "this is a bug in minik: " + thrown,
                "Please report it with what the same command tells with -v",
                List.of(),
                Optional.of(thrown));
    }

    /** Returns whether a failure is that of a file or a connection which the interruption closed. */
    private static boolean isBrokenOff(MinikException failure) {
        return failure.exitCode() != ExitCode.INTERRUPTED
                && Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(cause -> cause instanceof ClosedByInterruptException
                                || cause instanceof FileLockInterruptionException
                                || cause instanceof InterruptedException);
    }

    /** Returns the failure of a command that was interrupted and did not end in time. */
    static Failure leftUndone() {
        return new Failure(
                ExitCode.INTERRUPTED,
                "interrupted",
                "Run the same command again: it finishes what was begun",
                List.of(),
                Optional.empty());
    }
}
