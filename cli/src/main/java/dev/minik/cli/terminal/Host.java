package dev.minik.cli.terminal;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What commands know of the process's surroundings.
 *
 * @param environment the environment variables
 * @param home the user's home directory
 * @param temporary the directory for temporary files
 */
public record Host(Map<String, String> environment, Path home, Path temporary) {
    /** Copies the environment. */
    public Host {
        environment = Map.copyOf(environment);
    }

    /** Returns the surroundings of this process. */
    public static Host system() {
        return new Host(
                System.getenv(),
                Path.of(System.getProperty("user.home", ".")),
                Path.of(System.getProperty("java.io.tmpdir", ".")));
    }

    /** Returns a variable of the environment that is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /**
     * Returns where minik keeps what it can make again. A relative {@code XDG_CACHE_HOME} is passed over, as the
     * <a href="https://specifications.freedesktop.org/basedir-spec/latest/">specification</a> says.
     */
    public Path cache() {
        return variable("XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> home.resolve(".cache"))
                .resolve("minik");
    }

    /** Returns whether a program of that name is on the {@code PATH}. */
    public boolean hasProgram(String name) {
        return Arrays.stream(variable("PATH").orElse("").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> isProgram(directory, name));
    }

    private static boolean isProgram(String directory, String name) {
        try {
            return Files.isExecutable(Path.of(directory, name));
        } catch (InvalidPathException e) {
            // An entry that is no path cannot hold the program.
            return false;
        }
    }
}
