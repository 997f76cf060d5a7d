package dev.minik.cli;

import dev.minik.cli.command.Context;
import dev.minik.cli.option.GlobalOptions;
import dev.minik.cli.port.Services;
import dev.minik.cli.progress.Failure;
import dev.minik.cli.terminal.Console;
import dev.minik.cli.terminal.Host;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** A run of {@code minik}: from arguments to exit code. */
final class Program {
    private final Console console;
    private final BooleanSupplier interrupted;
    private final GlobalOptions options = new GlobalOptions();
    private final Host host;
    private final Context context;

    /** Makes a run. */
    Program(
            Console console,
            Host host,
            Services.Factory services,
            Context.Lifetime lifetime,
            BooleanSupplier interrupted) {
        this.console = console;
        this.host = host;
        this.interrupted = interrupted;
        this.context = new Context(console, host, options, services, lifetime);
    }

    /** Returns what the run works with. */
    Context context() {
        return context;
    }

    /** Runs a command, tells about any failure, and returns the exit code. */
    int run(String... arguments) {
        int code;
        try (context) {
            code = execute(arguments);
        } catch (RuntimeException | Error e) {
            code = tell(Failures.of(e, interrupted.getAsBoolean()));
        }
        return flushed(code);
    }

    private int execute(String... arguments) {
        var commandLine = CommandLines.of(context, List.of(arguments));
        commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        commandLine.setExecutionStrategy(this::execute);
        commandLine.setParameterExceptionHandler((e, args) -> tell(UsageFailures.of(e)));
        commandLine.setExecutionExceptionHandler(
                (e, command, parsed) -> tell(Failures.of(e, interrupted.getAsBoolean())));
        return commandLine.execute(arguments);
    }

    /** Help is coloured as the options say, which are known only now. */
    private int execute(ParseResult parsed) {
        var root = parsed.commandSpec().root().commandLine();
        var color = options.color().colors(console.terminals().out(), host);
        root.setColorScheme(
                CommandLine.Help.defaultColorScheme(color ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return new CommandLine.RunLast().execute(parsed);
    }

    private int tell(Failure failure) {
        context.view().failure(failure);
        return failure.exitCode().code();
    }

    /**
     * A reader that went away, as {@code head} does, is no failure: the command is done. A full disk is one.
     */
    private int flushed(int code) {
        var failure = console.flush();
        if (failure.isEmpty() || String.valueOf(failure.get().getMessage()).contains("Broken pipe")) {
            return code;
        }
        return tell(Failures.of(
                MinikException.of(
                                ExitCode.FAILED,
                                "cannot write the result: " + failure.get().getMessage(),
                                "Check where standard output goes")
                        .causedBy(failure.get()),
                interrupted.getAsBoolean()));
    }
}
