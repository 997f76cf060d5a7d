package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.cli.docs.MarkdownPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Starts programs as a user would, with a kubeconfig of its own, and keeps what they say. */
final class Shell {
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final Path ROOT = MarkdownPage.root();

    private final Path directory;
    private final Map<String, String> environment;

    Shell(Path directory) {
        this(directory, Map.of());
    }

    /** Starts programs with further environment variables. */
    Shell(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    /** What a program did: its exit code and output. */
    record Result(int exitCode, String stdout, String stderr) {
        /** Fails the test unless the program succeeded. */
        Result ok() {
            assertEquals(0, exitCode, () -> "stdout:\n" + stdout + "\nstderr:\n" + stderr);
            return this;
        }

        Result exits(int expected) {
            assertEquals(expected, exitCode, () -> "stdout:\n" + stdout + "\nstderr:\n" + stderr);
            return this;
        }

        List<String> lines() {
            return stdout.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    Path file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code ./minik} to its end. */
    Result minik(String... arguments) {
        return finish(startMinik(arguments));
    }

    /** Runs kubectl against a cluster, through minik. */
    Result kubectl(String cluster, String... arguments) {
        var command = new ArrayList<>(List.of("kubectl", "--name", cluster, "--"));
        command.addAll(List.of(arguments));
        return minik(command.toArray(String[]::new));
    }

    /** Starts {@code ./minik} and returns while it runs; the process is minik's own, not a shell's. */
    Running startMinik(String... arguments) {
        var command = new ArrayList<>(List.of(ROOT.resolve("minik").toString()));
        command.addAll(Arrays.asList(arguments));
        return start(command);
    }

    Result run(String... command) {
        return finish(start(List.of(command)));
    }

    /** A program that runs. */
    record Running(Process process, Path stdout, Path stderr) {
        String saidSoFar() {
            return read(stdout) + read(stderr);
        }
    }

    Result finish(Running running) {
        try {
            if (!running.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                running.process().destroyForcibly();
                throw new AssertionError("did not end within " + LIMIT + ":\n" + running.saidSoFar());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Result(running.process().exitValue(), read(running.stdout()), read(running.stderr()));
    }

    /** Ends what still runs, as Ctrl-C does, and waits for its end. */
    void end(Running... programs) {
        for (Running running : programs) {
            running.process().destroy();
            finish(running);
        }
    }

    private Running start(List<String> command) {
        try {
            var stdout = Files.createTempFile(directory, "out", ".txt");
            var stderr = Files.createTempFile(directory, "err", ".txt");
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(stdout.toFile())
                    .redirectError(stderr.toFile());
            builder.environment().putAll(Map.of("KUBECONFIG", kubeconfig().toString(), "NO_COLOR", "1"));
            builder.environment().putAll(environment);
            return new Running(builder.start(), stdout, stderr);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Polls until a condition holds; fails the test with {@code what} when it does not within {@code limit}. */
    static void eventually(String what, Duration limit, BooleanSupplier condition) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
