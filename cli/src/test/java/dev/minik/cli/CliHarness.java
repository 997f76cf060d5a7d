package dev.minik.cli;

import dev.minik.cli.command.Context;
import dev.minik.cli.terminal.Console;
import dev.minik.cli.terminal.Host;
import dev.minik.cli.terminal.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/** Runs {@code minik} in this process, on streams in memory. */
@NullMarked
final class CliHarness {
    final FakeServices services = new FakeServices();
    final FakeClusters clusters = services.clusters;
    final Map<String, String> environment = new HashMap<>();
    final List<String> lifetime = new ArrayList<>();
    Path home = Path.of("/nonexistent");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Terminals terminals = Terminals.NONE;
    String input = "";
    boolean interrupted;
    OutputStream out = new ByteArrayOutputStream();

    record Result(int code, String out, String err) {}

    Result run(String... arguments) {
        out = out instanceof ByteArrayOutputStream ? new ByteArrayOutputStream() : out;
        var err = new ByteArrayOutputStream();
        var console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                err,
                StandardCharsets.UTF_8,
                terminals);
        var code = new Program(
                        console,
                        new Host(environment, home, temporary),
                        services,
                        new RecordedLifetime(),
                        () -> interrupted)
                .run(arguments);
        return new Result(code, out.toString(), err.toString(StandardCharsets.UTF_8));
    }

    private final class RecordedLifetime implements Context.Lifetime {
        @Override
        public void grace(Duration time) {
            lifetime.add("grace " + time);
        }

        @Override
        public void leaveCtrlCToChild() {
            lifetime.add("child");
        }
    }
}
