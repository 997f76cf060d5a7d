package dev.minik.process;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs commands as processes of this host. */
public final class HostCommandRunner implements CommandRunner {
    private static final Duration GRACE = Duration.ofSeconds(2);

    @Override
    public CommandResult run(Command command) {
        Process process;
        try {
            process = builder(command).start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return new CommandResult(command, CommandResult.CANNOT_START, "", e.getMessage() + "\n");
        }
        var stdout = new LineCollector(process.getInputStream(), command.listener());
        var stderr = new LineCollector(process.getErrorStream(), command.listener());
        try {
            if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw MinikException.of(
                                ExitCode.TIMED_OUT,
                                "%s did not end within %d s"
                                        .formatted(
                                                command.argv().get(0),
                                                command.timeout().toSeconds()),
                                "See its output above; run the command by hand to learn why")
                        .withDetails(new CommandResult(command, -1, stdout.text(), stderr.text()).details());
            }
            // Bounded: a background child of the command may hold its pipes open for ever.
            stdout.await(GRACE);
            stderr.await(GRACE);
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw MinikException.of(
                            ExitCode.INTERRUPTED, command.argv().get(0) + " was interrupted", "Run the command again")
                    .causedBy(e);
        }
        return new CommandResult(command, process.exitValue(), stdout.text(), stderr.text());
    }

    @Override
    public ProcessHandle startDetached(Command command, Path log) {
        try {
            var process = builder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            process.getOutputStream().close();
            return process.toHandle();
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "cannot start %s: %s".formatted(command.argv().get(0), e.getMessage()),
                            "Check that it is installed and may be run")
                    .causedBy(e);
        }
    }

    private static ProcessBuilder builder(Command command) {
        var builder = new ProcessBuilder(command.argv());
        builder.environment().putAll(command.environment());
        command.directory().map(Path::toFile).ifPresent(builder::directory);
        return builder;
    }

    /** Ends the process and all it started: politely, then by force. */
    private static void kill(Process process) {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        var deadline = System.nanoTime() + GRACE.toNanos();
        for (var one : all) {
            try {
                one.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                one.destroyForcibly();
            }
        }
    }

    /** Reads a stream line by line in a thread of its own, so that neither pipe of a process can fill up and block it. */
    private static final class LineCollector {
        /** A writer that may be read by another thread while it is written. */
        private final StringWriter text = new StringWriter();

        private final Thread thread;

        LineCollector(InputStream stream, Consumer<String> listener) {
            thread = new Thread(() -> read(stream, listener), "minik-command-output");
            thread.setDaemon(true);
            thread.start();
        }

        private void read(InputStream stream, Consumer<String> listener) {
            try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                    text.write(line + "\n");
                    listener.accept(line);
                }
            } catch (IOException e) {
                // The pipe of a killed process breaks; its end is reported by whoever killed it.
                if (!"Stream closed".equals(e.getMessage())) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        void await(Duration bound) throws InterruptedException {
            thread.join(bound.toMillis());
        }

        String text() {
            return text.toString();
        }
    }
}
