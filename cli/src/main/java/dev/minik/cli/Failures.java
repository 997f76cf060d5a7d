package dev.minik.cli;

import dev.minik.cli.progress.Failure;
import dev.minik.engine.EngineException;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.List;
import java.util.Optional;

/** Makes of anything thrown what the user is told: the one way out for errors. */
final class Failures {
    private Failures() {}

    /** Returns the failure that a command ended with. */
    static Failure of(Throwable thrown, boolean interrupted) {
        if (thrown instanceof MinikException e) {
            var code = interrupted ? ExitCode.INTERRUPTED : e.exitCode();
            return new Failure(code, e.message(), e.remedy(), e.details(), Optional.of(e));
        }
        if (interrupted) {
            // Whatever an interruption broke is not worth telling.
            return new Failure(ExitCode.INTERRUPTED, "interrupted", "", List.of(), Optional.of(thrown));
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
}
