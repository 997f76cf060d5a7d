package dev.minik.image.go;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The Go of this host. It compiles one build at a time, which uses all processors by itself; what a build needs is fetched before, at the
 * same time as others compile.
 *
 * <p>Modules are checked by Go itself against the checksum database, unless the user's settings say otherwise.
 */
public final class GoToolchain {
    private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(60);
    private static final Pattern REPORTED = Pattern.compile("go version go(\\d+)\\.(\\d+)\\S* \\w+/(\\w+)");

    private final CommandRunner runner;
    private final String program;
    private final String version;
    private final Semaphore compiling = new Semaphore(1, true);

    /**
     * Uses a Go.
     *
     * @param program {@code go}, or its path
     * @param version the oldest Go that compiles what is asked for, such as {@code 1.26.3}; an older one from 1.21 on fetches
     *     it by itself
     */
    public GoToolchain(CommandRunner runner, String program, String version) {
        this.runner = runner;
        this.program = program;
        this.version = version;
    }

    /** Returns the oldest Go that compiles what is asked for. */
    public String version() {
        return version;
    }

    /** Returns Go's name of the host's architecture, such as {@code amd64}; fails when there is no usable Go. */
    public String check() {
        var remedy = "Install Go %s or newer, or 'minik install engine' with its build tools".formatted(version);
        var result = runner.run(Command.of(program, "version"))
                .orFail(ExitCode.UNSUITABLE_HOST, "compiling Kubernetes needs Go, which is not installed here", remedy);
        var reported = REPORTED.matcher(result.stdout().strip());
        if (!reported.find()) {
            throw MinikException.of(ExitCode.UNSUITABLE_HOST, "cannot tell the version of Go", remedy)
                    .withDetails(result.details());
        }
        var minor = Integer.parseInt(reported.group(2));
        if (Integer.parseInt(reported.group(1)) == 1 && minor < 21) {
            throw MinikException.of(ExitCode.UNSUITABLE_HOST, "Go 1.%d is too old".formatted(minor), remedy);
        }
        return reported.group(3);
    }

    /** Fetches a module and returns the directory of its read-only sources. */
    public Path fetch(GoModule module) {
        var result = runner.run(Command.of(program, "mod", "download", "-json", module.toString())
                        .env("GOFLAGS", "-mod=mod")
                        .env("GOWORK", "off")
                        .in(Path.of(System.getProperty("java.io.tmpdir")))
                        .within(FETCH_TIMEOUT))
                .orFail(
                        ExitCode.FAILED,
                        "cannot fetch the Go module " + module,
                        "Check the network and GOPROXY ('go env GOPROXY'), then run the command again");
        var directory = Pattern.compile("\"Dir\": \"([^\"]+)\"").matcher(result.stdout());
        if (!directory.find()) {
            throw new IllegalStateException("go mod download names no directory: " + result.stdout());
        }
        return Path.of(directory.group(1));
    }

    /** Writes a build's module into {@code work} and fetches everything that it needs. */
    public void prepare(GoBuild build, Path work, Consumer<String> output) {
        try {
            for (var file : build.files(version).entrySet()) {
                var path = work.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        var argv = new ArrayList<>(List.of(program, "list", "-mod=mod", "-deps"));
        tags(build, argv);
        argv.addAll(new TreeMap<>(build.packages()).values());
        runner.run(command(build, argv, work, output).within(FETCH_TIMEOUT))
                .orFail(
                        ExitCode.FAILED,
                        "cannot fetch the Go modules of " + build.name(),
                        "Check the network and GOPROXY ('go env GOPROXY'), then run the command again");
    }

    /** Compiles a prepared build's programs into {@code target}. */
    public void compile(GoBuild build, Path work, Path target, Consumer<String> output) throws InterruptedException {
        compiling.acquire();
        try {
            // debugging data, which the linker drops, is a tenth of the compiler's work
            var argv = new ArrayList<>(List.of(
                    program, "build", "-trimpath", "-gcflags=all=-dwarf=false", "-ldflags", build.linkerFlags()));
            tags(build, argv);
            var built = work.resolve("built");
            argv.addAll(List.of("-o", built + "/"));
            argv.addAll(new TreeMap<>(build.packages()).values());
            runner.run(command(build, argv, work, output).within(BUILD_TIMEOUT))
                    .orFail(
                            ExitCode.FAILED,
                            "cannot compile " + build.name(),
                            "See Go's messages below; a full disk or too little memory are the usual causes");
            for (var program : build.packages().entrySet()) {
                Files.move(built.resolve(programName(program.getValue())), target.resolve(program.getKey()));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            compiling.release();
        }
    }

    private static void tags(GoBuild build, List<String> argv) {
        if (!build.tags().isEmpty()) {
            argv.addAll(List.of("-tags", String.join(",", build.tags())));
        }
    }

    private static Command command(GoBuild build, List<String> argv, Path work, Consumer<String> output) {
        return new Command(
                argv,
                Map.of("CGO_ENABLED", build.cgo() ? "1" : "0", "GOWORK", "off", "GOFLAGS", "-buildvcs=false"),
                java.util.Optional.of(work),
                output,
                BUILD_TIMEOUT);
    }

    /** Returns the file name that Go gives to a program: the last part of its path that is not a major version. */
    private static String programName(String path) {
        var parts = path.split("/", -1);
        var last = parts[parts.length - 1];
        return last.matches("v[0-9]+") && parts.length > 1 ? parts[parts.length - 2] : last;
    }
}
