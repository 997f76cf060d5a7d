package dev.minik.image.program;

import dev.minik.error.ExitCode;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import java.nio.file.Files;

/**
 * A small program in C, linked statically.
 *
 * @param name the program's name
 * @param source its source
 * @param architecture the host's architecture, which it is compiled for
 * @param runner runs the compiler
 */
public record CProgram(String name, String source, String architecture, CommandRunner runner) {
    private static final int RECIPE = 1;

    /** Returns the key of the entry that holds it. */
    public EntryKey key() {
        return Inputs.ofRecipe(RECIPE)
                .with("source", source)
                .with("architecture", architecture)
                .key("c-" + name);
    }

    /** Returns the program, a file of its name. */
    public CacheEntry provide(BuildCache cache) {
        return cache.get(key(), directory -> {
            var file = Files.writeString(cache.scratch("work-" + name).resolve(name + ".c"), source);
            runner.run(Command.of(
                            "gcc", "-Os", "-Wall", "-static", "-s", "-o", directory.resolve(name) + "", file + ""))
                    .orFail(
                            ExitCode.UNSUITABLE_HOST,
                            "cannot compile the program " + name,
                            "Install a C compiler: apt-get install gcc libc6-dev");
        });
    }
}
