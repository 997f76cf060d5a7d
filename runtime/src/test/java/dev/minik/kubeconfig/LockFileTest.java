package dev.minik.kubeconfig;

import static dev.minik.kubeconfig.Entries.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LockFileTest {
    @TempDir
    Path directory = Path.of(".");

    private Path file = Path.of(".");
    private Path lock = Path.of(".");

    @BeforeEach
    void name() {
        file = directory.resolve("config");
        lock = LockWorker.lock(file);
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        inThreads(20, thread -> LockWorker.main(new String[] {"merge", file.toString(), "minik-" + thread + "-", "4"}));
        assertHoldsEveryOther(20, 4);
    }

    @Test
    void manyProcessesLoseNothing() throws Exception {
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 4; i++) {
            processes.add(start("merge", file.toString(), "minik-" + i + "-", "20"));
        }
        for (var process : processes) {
            assertEquals(0, process.waitFor());
        }
        assertHoldsEveryOther(4, 20);
    }

    @Test
    void processesThatDieWithTheLockStopNobody() throws Exception {
        Files.writeString(file, "0");
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 3; i++) {
            processes.add(start("count", file.toString(), "200", "200"));
            processes.add(start("count", file.toString(), "200", Integer.toString(10 + i)));
        }
        int died = 0;
        for (var process : processes) {
            died += process.waitFor() == 9 ? 1 : 0;
        }
        assertEquals(3, died);
        // dying processes had counted 10, 11 and 12; of the last to die the lock may be left
        assertEquals(Integer.toString(3 * 200 + 10 + 11 + 12), Files.readString(file));
        assertEquals(633, LockFile.holding(List.of(lock), LockPolicy.DEFAULT, this::number));
        assertEquals(List.of("config"), names());
    }

    @Test
    void onlyOneOfManyBreaksADeadLock() throws Exception {
        Files.writeString(file, "0");
        for (int round = 0; round < 50; round++) {
            Files.writeString(lock, deadHolder() + "lock " + round + "\n");
            inThreads(8, thread -> LockWorker.main(new String[] {"count", file.toString(), "1", "1"}));
        }
        assertEquals("400", Files.readString(file));
        assertEquals(List.of("config"), names());
    }

    @Test
    void aLockOfAKilledProcessIsTakenOverAtOnce() throws Exception {
        var holder = start("hold", file.toString());
        assertEquals("held", holder.inputReader().readLine());
        var patient = new LockPolicy(Duration.ofMillis(100), Duration.ofDays(1), InstantSource.system());
        var failure =
                assertThrows(MinikException.class, () -> LockFile.holding(List.of(lock), patient, () -> "not reached"));
        assertEquals(ExitCode.TIMED_OUT, failure.exitCode());
        assertTrue(failure.message().contains("process " + holder.pid()), failure::message);

        holder.destroyForcibly().waitFor();
        assertTrue(Files.exists(lock));
        assertEquals("reached", LockFile.holding(List.of(lock), patient, () -> "reached"));
        assertEquals(List.of(), names());
    }

    @Test
    void aTerminatedProcessGivesItsLockUp() throws Exception {
        var holder = start("hold", file.toString());
        assertEquals("held", holder.inputReader().readLine());
        // the handle only signals; the process itself would close the child's input as well, at which it ends by itself
        holder.toHandle().destroy();
        assertNotEquals(0, holder.waitFor());
        assertEquals(List.of(), names());
    }

    @Test
    void aLockIsGivenUpWhenItsWorkFails() {
        assertThrows(
                IOException.class,
                () -> LockFile.holding(List.of(lock), LockPolicy.DEFAULT, () -> {
                    throw new IOException("failed");
                }));
        assertFalse(Files.exists(lock));
    }

    @Test
    void aProcessIdThatWasGivenAwayAgainIsNotTheHolder() throws IOException {
        var self = ProcessIdentity.current();
        assertFalse(self.hasEnded());
        assertTrue(new ProcessIdentity(self.place(), self.pid(), self.start() + "0").hasEnded());
        assertEquals(Optional.of(self), ProcessIdentity.parse(self.toText() + "more\n"));
        assertTrue(self.isVisible());
        assertFalse(new ProcessIdentity("elsewhere", self.pid(), self.start()).isVisible());
    }

    @Test
    void aProcessMayEndWhileItIsLookedAt() throws Exception {
        var place = ProcessIdentity.current().place();
        for (int i = 0; i < 200; i++) {
            var process = new ProcessBuilder("cat").start();
            var stat = Path.of("/proc", Long.toString(process.pid()), "stat");
            var start = Files.readString(stat).split(" ", -1)[21];
            var identity = new ProcessIdentity(place, process.pid(), start);
            assertFalse(identity.hasEnded());
            process.outputWriter().close();
            boolean ended = false;
            while (!ended) {
                ended = identity.hasEnded();
            }
            assertEquals(0, process.waitFor());
        }
    }

    @Test
    void anEmptyLockAsOfClientGoIsRespectedUntilItIsOld() throws IOException {
        assertTakenOverOnlyWhenOld("");
    }

    @Test
    void aLockFromAnotherPlaceIsRespectedUntilItIsOld() throws IOException {
        assertTakenOverOnlyWhenOld(new ProcessIdentity("elsewhere", 1, "1").toText() + "lock x\n");
    }

    @Test
    void aLockThatCannotBeReadIsRespectedUntilItIsOld() throws IOException {
        assertTakenOverOnlyWhenOld("unreadable");
    }

    @Test
    void aLockThatWasTakenAwayIsNotRemovedFromItsNextHolder() throws IOException {
        LockFile.holding(List.of(lock), LockPolicy.DEFAULT, () -> Files.writeString(lock, "another's"));
        assertEquals("another's", Files.readString(lock));
    }

    @Test
    void anInterruptedWaiterGivesUp() throws Exception {
        Files.writeString(lock, ProcessIdentity.current().toText() + "lock x\n");
        var failures = new ArrayList<MinikException>();
        var waiter = new Thread(() -> failures.add(assertThrows(
                MinikException.class, () -> LockFile.holding(List.of(lock), LockPolicy.DEFAULT, () -> ""))));
        waiter.start();
        waiter.interrupt();
        waiter.join();
        assertEquals(ExitCode.INTERRUPTED, failures.get(0).exitCode());
    }

    private void assertTakenOverOnlyWhenOld(String content) throws IOException {
        Files.writeString(lock, content);
        if (content.equals("unreadable")) {
            Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("---------"));
        }
        var created = Files.getLastModifiedTime(lock).toInstant();
        var early = policy(created.plusMillis(9_900));
        var failure =
                assertThrows(MinikException.class, () -> LockFile.holding(List.of(lock), early, () -> "not reached"));
        assertEquals(ExitCode.TIMED_OUT, failure.exitCode());
        assertEquals("reached", LockFile.holding(List.of(lock), policy(created.plusMillis(10_100)), () -> "reached"));
        assertEquals(List.of(), names());
    }

    private static LockPolicy policy(Instant now) {
        return new LockPolicy(Duration.ofMillis(50), Duration.ofSeconds(10), InstantSource.fixed(now));
    }

    private static String deadHolder() throws IOException {
        var self = ProcessIdentity.current();
        var dead = new ProcessIdentity(self.place(), self.pid(), self.start() + "0");
        assertNotEquals(self, dead);
        return dead.toText();
    }

    private int number() throws IOException {
        return Integer.parseInt(Files.readString(file));
    }

    private void assertHoldsEveryOther(int workers, int entries) throws IOException {
        var content = Kubeconfig.parse(Files.readString(file));
        for (int worker = 0; worker < workers; worker++) {
            for (int i = 0; i < entries; i++) {
                var name = "minik-" + worker + "-" + i;
                assertEquals(i % 2 == 0, content.holds(name), name);
                // what is there is there in full
                assertEquals(i % 2 == 0, content.equals(content.with(entry(name))), name);
            }
        }
        assertEquals(List.of("config"), names());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private interface Work {
        void run(int thread) throws Exception;
    }

    private static void inThreads(int threads, Work work) throws Exception {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var begin = new CountDownLatch(1);
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                Callable<Integer> task = () -> {
                    begin.await();
                    work.run(thread);
                    return thread;
                };
                running.add(pool.submit(task));
            }
            begin.countDown();
            for (var one : running) {
                one.get(100, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockWorker.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
