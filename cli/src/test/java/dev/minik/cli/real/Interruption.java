package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.real.Shell.Running;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Ends commands in the middle of their work. */
record Interruption(Shell shell) {
    static final String INT = "INT";
    static final String KILL = "KILL";

    private static final Duration REACHED = Duration.ofMinutes(2);
    /** No command may use more of what it gets for undoing things. */
    private static final Duration SOON = Duration.ofSeconds(25);

    /** Starts a command, ends it by a signal once something has happened, and returns what it said. */
    Shell.Result broken(String signal, Predicate<Running> event, String... command) {
        var running = shell.startMinik(command);
        var words = String.join(" ", command);
        reach(words, running, event);
        // fails when it has ended by itself
        shell.run("kill", "-s", signal, String.valueOf(running.process().pid())).ok();
        var since = System.nanoTime();
        var result = shell.finish(running);
        if (signal.equals(KILL)) {
            return result.exits(128 + 9);
        }
        result.exits(130);
        var took = Duration.ofNanos(System.nanoTime() - since);
        assertTrue(took.compareTo(SOON) < 0, () -> words + " has taken " + took);
        assertEquals(
                List.of("ERROR: interrupted"),
                result.stderr().lines().filter(line -> line.startsWith("ERROR")).toList(),
                result::stderr);
        return result;
    }

    /** What is waited for may be over in a tenth of a second. */
    private static void reach(String what, Running running, Predicate<Running> event) {
        var deadline = System.nanoTime() + REACHED.toNanos();
        while (!event.test(running)) {
            assertTrue(running.process().isAlive(), () -> what + " has ended:\n" + running.saidSoFar());
            assertTrue(System.nanoTime() < deadline, () -> what + " does not get there:\n" + running.saidSoFar());
            Thread.onSpinWait();
        }
    }

    static Predicate<Running> says(String words) {
        return running -> running.saidSoFar().contains(words);
    }
}
