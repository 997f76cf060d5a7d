package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    @Test
    void whatAnInterruptionHasClosedIsNoFailureOfItsOwn() {
        var failure = MinikException.of(ExitCode.FAILED, "cannot write b.db: null", "make room")
                .withDetails(List.of("nothing was kept"))
                .causedBy(new IOException(new ClosedByInterruptException()));

        var told = Failures.of(failure, true);

        assertEquals(ExitCode.INTERRUPTED, told.exitCode());
        assertEquals("interrupted", told.cause());
        assertEquals("", told.remedy());
        assertEquals(List.of("nothing was kept"), told.details());
    }

    @ParameterizedTest
    @CsvSource({"true, INTERRUPTED", "false, FAILED"})
    void otherFailuresAreTold(boolean interrupted, ExitCode code) {
        var failure = MinikException.of(ExitCode.FAILED, "cannot write b.db: no space left", "make room")
                .causedBy(new IOException("no space left"));

        var told = Failures.of(failure, interrupted);

        assertEquals(code, told.exitCode());
        assertEquals("cannot write b.db: no space left", told.cause());
        assertEquals("make room", told.remedy());
    }
}
