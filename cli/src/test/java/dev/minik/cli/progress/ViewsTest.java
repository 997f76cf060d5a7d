package dev.minik.cli.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.terminal.Console;
import dev.minik.cli.terminal.Terminals;
import dev.minik.error.ExitCode;
import dev.minik.progress.ProgressEvent;
import dev.minik.yaml.Yaml;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final Failure FAILURE = new Failure(
            ExitCode.TIMED_OUT, "cause", "remedy", List.of("detail"), Optional.of(new IllegalStateException("why")));

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private View view(ProgressMode mode, boolean color, boolean quiet, boolean verbose) {
        return Views.of(console(StandardCharsets.UTF_8, Terminals.NONE), mode, color, true, quiet, verbose);
    }

    private Console console(Charset charset, Terminals terminals) {
        return new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, charset, terminals);
    }

    private String play(View view) {
        view.on(new ProgressEvent.StepStarted("boot", "Starting", Optional.of(Duration.ofSeconds(20))));
        view.on(new ProgressEvent.StepStarted("pki", "Making keys", Optional.of(Duration.ofSeconds(1))));
        view.on(new ProgressEvent.Detail("boot", "node up"));
        view.on(new ProgressEvent.Notice("building"));
        view.on(new ProgressEvent.Warning("slow"));
        view.on(new ProgressEvent.StepDone("boot", "Starting", Duration.ofMillis(2500)));
        view.on(new ProgressEvent.StepFailed("pki", "Making keys", Duration.ofMillis(100)));
        view.message("hello");
        view.failure(FAILURE);
        view.close();
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void plainLines() {
        var expected = """
                 • Starting (about 20s)
                 • Making keys
                building
                WARNING: slow
                 ✓ Starting 2.5s
                 ✗ Making keys 0.1s
                hello
                ERROR: cause
                  remedy

                  | detail
                """;
        assertEquals(expected, play(view(ProgressMode.PLAIN, false, false, false)));
        err.reset();
        assertEquals(expected, play(view(ProgressMode.AUTO, false, false, false)));
    }

    @Test
    void verbosityAddsDetailsAndStackTraces() {
        var text = play(view(ProgressMode.PLAIN, false, false, true));
        assertTrue(text.contains("\n   boot: node up\n"), text);
        assertTrue(text.contains("  | detail\njava.lang.IllegalStateException: why\n\tat "), text);
    }

    @Test
    void quietKeepsWarningsAndErrors() {
        assertEquals("""
                WARNING: slow
                ERROR: cause
                  remedy

                  | detail
                """, play(view(ProgressMode.AUTO, false, true, false)));
    }

    @Test
    void noneKeepsEverythingButSteps() {
        assertEquals(
                """
                building
                WARNING: slow
                hello
                ERROR: cause
                  remedy

                  | detail
                """,
                play(view(ProgressMode.NONE, false, false, true))
                        .replaceAll("(?m)^(java.lang|\tat|\t\\.\\.\\.).*\n", ""));
    }

    @Test
    void coloursAreAddedOnRequest() {
        var text = play(view(ProgressMode.PLAIN, true, false, false));
        assertTrue(text.contains(" \u001b[32m✓\u001b[0m Starting \u001b[2m2.5s\u001b[0m\n"), text);
        assertTrue(text.contains("\u001b[1;31mERROR:\u001b[0m cause\n"), text);
    }

    @Test
    void anAsciiTerminalGetsAscii() {
        var text = play(Views.of(
                console(StandardCharsets.US_ASCII, Terminals.NONE), ProgressMode.AUTO, false, true, false, false));
        assertTrue(text.startsWith(" * Starting (about 20s)\n"), text);
        assertTrue(text.contains(" + Starting 2.5s\n x Making keys"), text);
    }

    @Test
    void aTerminalThatCannotMoveItsCursorGetsPlainLines() {
        var text = play(Views.of(
                console(StandardCharsets.UTF_8, new Terminals(true, true, true)),
                ProgressMode.AUTO,
                false,
                false,
                false,
                false));
        assertTrue(text.startsWith(" • Starting"), text);
    }

    @Test
    void aTerminalGetsTheLiveView() {
        var text = play(Views.of(
                console(StandardCharsets.UTF_8, new Terminals(false, false, true)),
                ProgressMode.AUTO,
                false,
                true,
                false,
                false));
        assertTrue(text.contains("\u001b[1A"), text);
    }

    @Test
    void jsonIsOneObjectPerEvent() {
        var events = play(view(ProgressMode.JSON, true, false, false))
                .lines()
                .map(Yaml::load)
                .toList();

        assertEquals(
                List.of(
                        Map.of("event", "step-started", "step", "boot", "title", "Starting", "expectedMillis", 20_000),
                        Map.of("event", "step-started", "step", "pki", "title", "Making keys", "expectedMillis", 1000),
                        Map.of("event", "notice", "text", "building"),
                        Map.of("event", "warning", "text", "slow"),
                        Map.of("event", "step-done", "step", "boot", "title", "Starting", "tookMillis", 2500),
                        Map.of("event", "step-failed", "step", "pki", "title", "Making keys", "tookMillis", 100),
                        Map.of("event", "message", "text", "hello"),
                        Map.of(
                                "event", "error",
                                "exitCode", 6,
                                "cause", "cause",
                                "remedy", "remedy",
                                "details", List.of("detail"))),
                events);
    }

    @Test
    void verboseJsonHasDetailsAndStackTraces() {
        var lines = play(view(ProgressMode.JSON, false, false, true)).lines().toList();
        assertTrue(lines.contains("{\"event\":\"detail\",\"step\":\"boot\",\"text\":\"node up\"}"), lines.toString());
        assertTrue(lines.get(lines.size() - 1).contains("\"stackTrace\":[\"java.lang.IllegalStateException: why\","));
    }

    @Test
    void quietJsonHasWarningsAndErrors() {
        assertEquals(
                2, play(view(ProgressMode.JSON, false, true, false)).lines().count());
    }
}
