package dev.minik.image.program;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.CacheEntry;
import dev.minik.image.go.GoBuild;
import dev.minik.image.go.GoToolchain;
import dev.minik.progress.Progress;
import java.nio.file.Path;
import java.util.Optional;

/** Compiles Go programs unless the cache has them. */
public final class GoCompiler {
    private final GoToolchain go;
    private final BuildCache cache;
    private final String architecture;

    /** Compiles for {@code architecture}, the host's own. */
    public GoCompiler(GoToolchain go, BuildCache cache, String architecture) {
        this.go = go;
        this.cache = cache;
        this.architecture = architecture;
    }

    /** Fails when this host has no Go that can compile for it. */
    public void check() {
        var reported = go.check();
        if (!reported.equals(architecture)) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "the Go that is installed is for %s, this host is %s".formatted(reported, architecture),
                    "Install the Go for this host");
        }
    }

    /** Returns the program of a build that is fully known. */
    public GoProgram program(GoBuild build) {
        return new GoProgram(
                build.inputs(go.version(), architecture).key("go-" + build.name()),
                build.name(),
                build.expected(),
                () -> build);
    }

    /** Returns a program's files, one of each name that the build gives. */
    public CacheEntry provide(GoProgram program, Progress progress) {
        var step = "compile-" + program.key().name();
        return cache.get(
                program.key(),
                directory ->
                        progress.step(step, "Compiling " + program.title(), Optional.of(program.expected()), () -> {
                            compile(program, step, directory, progress);
                            return true;
                        }));
    }

    private void compile(GoProgram program, String step, Path target, Progress progress) {
        var work = cache.scratch("work-" + program.key().name());
        try {
            var build = program.build().get();
            go.prepare(build, work, line -> progress.detail(step, line));
            go.compile(build, work, target, line -> progress.detail(step, line));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MinikException.of(
                    ExitCode.INTERRUPTED, "compiling %s was interrupted".formatted(program.title()), "");
        }
    }
}
