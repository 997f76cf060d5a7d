package dev.minik.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class HostCommandRunnerTest {
    private final CommandRunner runner = new HostCommandRunner();

    @Test
    void outputIsKeptApartAndToldLineByLine() {
        var lines = new CopyOnWriteArrayList<String>();
        var result = runner.run(
                Command.of("sh", "-c", "echo one; echo two >&2; exit 3").listenedToBy(lines::add));
        assertEquals(3, result.exitCode());
        assertEquals("one\n", result.stdout());
        assertEquals("two\n", result.stderr());
        assertTrue(lines.containsAll(List.of("one", "two")), lines::toString);
        assertFalse(result.ok());
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() {
        var result = runner.run(Command.of("printf", "%s\n", "$HOME; `id` 'x'", "ü"));
        assertEquals("$HOME; `id` 'x'\nü\n", result.stdout());
    }

    @Test
    void environmentAndDirectoryApply(@TempDir Path directory) throws IOException {
        var result = runner.run(
                Command.of("sh", "-c", "echo $WORD; pwd -P").env("WORD", "x y").in(directory));
        assertEquals("x y\n" + directory.toRealPath() + "\n", result.stdout());
    }

    @Test
    void standardInputIsEmpty() {
        assertTrue(runner.run(Command.of("cat").within(Duration.ofSeconds(20))).ok());
    }

    @Test
    void aMissingProgramIsAResult() {
        var result = runner.run(Command.of("minik-no-such-program"));
        assertEquals(CommandResult.CANNOT_START, result.exitCode());
        assertTrue(result.stderr().contains("minik-no-such-program"), result::stderr);
    }

    @Test
    void aCommandThatTakesTooLongIsKilledWithItsChildren(@TempDir Path directory) throws Exception {
        var pidFile = directory.resolve("pid");
        var command = Command.of("sh", "-c", "sleep 600 & echo $! > " + "pid; echo waiting; wait")
                .in(directory)
                .within(Duration.ofMillis(1500));
        var failure = assertThrows(MinikException.class, () -> runner.run(command));
        assertEquals(ExitCode.TIMED_OUT, failure.exitCode());
        assertTrue(failure.details().contains("waiting"), failure.details()::toString);
        var child = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
        if (child.isPresent()) {
            child.get().onExit().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFailureShowsWhatCanBePasted() {
        var result = runner.run(Command.of("sh", "-c", "echo it broke >&2; exit 2"));
        var failure = assertThrows(
                MinikException.class, () -> result.orFail(ExitCode.FAILED, "the work failed", "Look at the output"));
        assertEquals(List.of("$ sh -c 'echo it broke >&2; exit 2'", "it broke", "exit status 2"), failure.details());
    }

    @Test
    void aDetachedCommandWritesItsLog(@TempDir Path directory) throws Exception {
        var log = directory.resolve("log");
        var handle = runner.startDetached(Command.of("sh", "-c", "echo out; echo err >&2"), log);
        handle.onExit().get(20, TimeUnit.SECONDS);
        assertEquals("out\nerr\n", Files.readString(log));
    }
}
