package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real processes and real signals, over clusters in memory. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class InterruptionTest {
    /** The process under test: a creation that cleans up when it is interrupted, or that never ends. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) {
            var services = new FakeServices();
            var stubborn = arguments[0].equals("stubborn");
            services.clusters.whileCreating = () -> {
                System.out.println("creating");
                if (stubborn) {
                    neverEnd();
                }
                cleanUpWhenInterrupted();
            };
            System.exit(Main.run(services, "create", "cluster"));
        }

        private static void cleanUpWhenInterrupted() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                System.out.println("cleaned up");
                throw MinikException.of(ExitCode.INTERRUPTED, "creation was interrupted", "Run it again")
                        .causedBy(e);
            }
        }

        @SuppressWarnings("InfiniteLoop")
        private static void neverEnd() {
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    System.out.println("ignoring it");
                }
            }
        }
    }

    private static Process start(String kind) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        kind)
                .redirectErrorStream(true)
                .start();
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertTrue(kill.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, kill.exitValue());
    }

    private static List<String> readUntil(BufferedReader output, String line) throws IOException {
        var lines = new ArrayList<String>();
        for (var next = output.readLine(); next != null; next = output.readLine()) {
            lines.add(next);
            if (next.equals(line)) {
                return lines;
            }
        }
        throw new AssertionError("no line '%s' in %s".formatted(line, lines));
    }

    @Test
    void ctrlCCleansUpAndExitsWith130() throws IOException, InterruptedException {
        interruptedBy("INT");
    }

    @Test
    void soDoesASupervisor() throws IOException, InterruptedException {
        interruptedBy("TERM");
    }

    private static void interruptedBy(String signal) throws IOException, InterruptedException {
        var process = start("obedient");
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            readUntil(output, "creating");
            signal(process, signal);
            var lines = output.lines().toList();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(130, process.exitValue(), lines.toString());
            assertTrue(lines.contains("cleaned up"), lines.toString());
            assertTrue(lines.contains("ERROR: creation was interrupted"), lines.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSecondCtrlCEndsAtOnce() throws IOException, InterruptedException {
        var process = start("stubborn");
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            readUntil(output, "creating");
            signal(process, "INT");
            readUntil(output, "ignoring it");
            assertTrue(process.isAlive());
            signal(process, "INT");
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertEquals(130, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aCommandThatIsDoneIsLeftAlone() {
        var halts = new ArrayList<Integer>();
        var interruption = new Interruption(Thread.currentThread(), halts::add);
        interruption.ended(5);
        interruption.onShutdown(() -> {}, () -> {});
        assertEquals(List.of(), halts);
        assertFalse(Thread.interrupted());
        assertFalse(interruption.requested());
    }

    @Test
    void aCommandThatWasDoneBeforeTheSignalReachedItSucceeded() throws InterruptedException {
        assertEquals(List.of(0), haltsOfACommandEndingWith(0));
        assertEquals(List.of(130), haltsOfACommandEndingWith(70));
    }

    private static List<Integer> haltsOfACommandEndingWith(int code) throws InterruptedException {
        var halts = new ArrayList<Integer>();
        var interrupted = new CountDownLatch(1);
        var interruption = new Interruption[1];
        var command = new Thread(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                interruption[0].ended(code);
            }
        });
        interruption[0] = new Interruption(command, halts::add);
        command.start();
        interruption[0].grace(Duration.ofSeconds(20));
        interruption[0].onShutdown(() -> {}, () -> {});
        command.join();
        assertTrue(interruption[0].requested());
        return halts;
    }

    @Test
    void wordsThatCannotBeSaidHoldNothingUp() {
        var halts = new ArrayList<Integer>();
        var interruption = new Interruption(new Thread(() -> {}), halts::add);
        interruption.grace(Duration.ofMillis(1));
        interruption.onShutdown(() -> {}, InterruptionTest::never);
        assertEquals(List.of(130), halts);
    }

    private static void never() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aCommandThatTakesTooLongIsEnded() {
        var halts = new ArrayList<Integer>();
        var interruption = new Interruption(new Thread(() -> {}), halts::add);
        interruption.grace(Duration.ofMillis(1));
        var farewells = new CopyOnWriteArrayList<String>();
        interruption.onShutdown(() -> {}, () -> farewells.add("left as it is"));
        assertEquals(List.of("left as it is"), farewells);
        assertEquals(List.of(130), halts);
    }
}
