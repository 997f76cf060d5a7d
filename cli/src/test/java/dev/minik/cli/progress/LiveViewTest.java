package dev.minik.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.ExitCode;
import dev.minik.progress.Progress;
import dev.minik.progress.ProgressEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LiveViewTest {
    private final VirtualTerminal terminal = new VirtualTerminal();
    private final List<BooleanSupplier> started = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final View view =
            new LiveView(terminal.stream(), new Lines(new Style(false, true), false), () -> now, started::add);

    private static ProgressEvent start(String step) {
        return new ProgressEvent.StepStarted(step, "Doing " + step, Optional.empty());
    }

    private static ProgressEvent done(String step, long millis) {
        return new ProgressEvent.StepDone(step, "Doing " + step, Duration.ofMillis(millis));
    }

    private boolean tick(long millis) {
        now = now.plusMillis(millis);
        return started.get(started.size() - 1).getAsBoolean();
    }

    @Test
    void runningStepsAreBelowFinishedOnes() {
        view.on(start("a"));
        view.on(start("b"));
        assertEquals(List.of(" ⠋ Doing a 0.0s", " ⠋ Doing b 0.0s"), terminal.screen());

        assertTrue(tick(1200));
        assertEquals(List.of(" ⠙ Doing a 1.2s", " ⠙ Doing b 1.2s"), terminal.screen());

        view.on(done("a", 1234));
        assertEquals(List.of(" ✓ Doing a 1.2s", " ⠙ Doing b 1.2s"), terminal.screen());

        view.on(new ProgressEvent.StepFailed("b", "Doing b", Duration.ofSeconds(2)));
        assertEquals(List.of(" ✓ Doing a 1.2s", " ✗ Doing b 2.0s"), terminal.screen());
        assertTrue(terminal.wraps());
    }

    @Test
    void theTickerRunsOnlyWhileStepsRun() {
        view.on(start("a"));
        view.on(start("b"));
        assertEquals(1, started.size());
        view.on(done("a", 1));
        assertTrue(tick(100));
        view.on(done("b", 1));
        assertFalse(tick(100));

        view.on(start("c"));
        assertEquals(2, started.size());
        view.close();
        assertFalse(tick(100));
    }

    @Test
    void aStepThatBeginsBeforeTheTickerEndsKeepsIt() {
        view.on(start("a"));
        view.on(done("a", 1));
        view.on(start("b"));
        assertTrue(tick(100));
        assertEquals(1, started.size());
    }

    @Test
    void whatIsSaidStaysAboveTheRunningSteps() {
        view.on(new ProgressEvent.StepStarted("a", "Building", Optional.of(Duration.ofMinutes(5))));
        view.on(new ProgressEvent.Warning("slow disk"));
        view.on(new ProgressEvent.Detail("a", "not shown"));
        view.message("one\ntwo");
        assertEquals(List.of("WARNING: slow disk", "one", "two", " ⠋ Building 0.0s (about 5m00s)"), terminal.screen());

        view.failure(new Failure(ExitCode.FAILED, "no", "try", List.of("why"), Optional.empty()));
        view.close();
        assertEquals(
                List.of("WARNING: slow disk", "one", "two", "ERROR: no", "  try", "", "  | why"), terminal.screen());
    }

    @Test
    void aShorterLineLeavesNothingOfALongerOne() {
        view.on(start("something-long"));
        view.on(new ProgressEvent.Notice("short"));
        view.on(done("something-long", 1));
        assertEquals(List.of("short", " ✓ Doing something-long 0.0s"), terminal.screen());
    }

    @Test
    void othersMayUseTheTerminalMeanwhile() {
        view.on(start("a"));
        view.aside(() -> terminal.stream().println("result"));
        assertEquals(List.of("result"), terminal.screen());
        assertTrue(tick(100));
        assertEquals(List.of("result", " ⠙ Doing a 0.1s"), terminal.screen());
    }

    @Test
    void moreStepsThanFitAreCounted() {
        IntStream.range(0, 11).forEach(i -> view.on(start("s" + i)));
        assertEquals(9, terminal.screen().size());
        assertEquals("   and 3 more", terminal.screen().get(8));
        IntStream.range(0, 11).forEach(i -> view.on(done("s" + i, 1)));
        assertEquals(11, terminal.screen().size());
        assertEquals(" ✓ Doing s0 0.0s", terminal.screen().get(0));
    }

    @Test
    void titlesCannotSteerTheTerminal() {
        view.on(new ProgressEvent.StepStarted("a", "x\u001b[2Jy\nz", Optional.empty()));
        assertEquals(List.of(" ⠋ x?[2Jy?z 0.0s"), terminal.screen());
    }

    @Test
    void asciiWhereTheTerminalKnowsNoMore() {
        var plain = new VirtualTerminal();
        var ascii = new LiveView(plain.stream(), new Lines(new Style(false, false), false), () -> now, started::add);
        ascii.on(start("a"));
        assertEquals(List.of(" | Doing a 0.0s"), plain.screen());
        ascii.on(done("a", 10_000));
        assertEquals(List.of(" + Doing a 10s"), plain.screen());
    }

    @Test
    @Timeout(20)
    void theRealTickerEndsWithTheLastStep() throws InterruptedException {
        var ticks = new CountDownLatch(3);
        var thread = new Thread[1];
        new ThreadTicker(Duration.ofMillis(1)).start(() -> {
            thread[0] = Thread.currentThread();
            ticks.countDown();
            return ticks.getCount() > 0;
        });
        assertTrue(ticks.await(10, TimeUnit.SECONDS));
        @Nullable Thread ticker = thread[0];
        assertTrue(ticker != null && ticker.isDaemon());
        ticker.join(10_000);
        assertFalse(ticker.isAlive());
    }

    @Test
    @Timeout(60)
    void severalThreadsLeaveAWholeScreen() throws InterruptedException {
        var real = new LiveView(
                terminal.stream(),
                new Lines(new Style(false, true), false),
                Instant::now,
                new ThreadTicker(Duration.ofMillis(1)));
        var progress = new Progress(real, Instant::now);
        var threads = IntStream.range(0, 8)
                .mapToObj(t -> new Thread(() -> IntStream.range(0, 25)
                        .forEach(i -> progress.run(t + "-" + i, "Doing " + t + "-" + i, () -> progress.warn("w")))))
                .toList();
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        real.close();

        var screen = terminal.screen();
        assertEquals(400, screen.size());
        assertEquals(200, screen.stream().filter("WARNING: w"::equals).count());
        assertEquals(
                200,
                screen.stream()
                        .filter(line -> line.matches(" ✓ Doing \\d-\\d+ \\d\\.\\ds"))
                        .distinct()
                        .count());
    }
}
