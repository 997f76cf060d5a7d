package dev.minik.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A program of the host to run. It reads nothing: its standard input is empty.
 *
 * @param argv the program and its arguments, at least one; never a shell string made from input
 * @param environment variables besides this process's own
 * @param directory where it runs; this process's directory when empty
 * @param listener told each line of output and error output as it comes, from threads of the runner
 * @param timeout how long it may run before it is killed with everything it started
 */
public record Command(
        List<String> argv,
        Map<String, String> environment,
        Optional<Path> directory,
        Consumer<String> listener,
        Duration timeout) {
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(2);

    /** Copies the collections and refuses an empty command. */
    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
    }

    /** Returns a plain command, bounded to two minutes, nobody listening. */
    public static Command of(String... argv) {
        return of(List.of(argv));
    }

    /** Returns a plain command, bounded to two minutes, nobody listening. */
    public static Command of(List<String> argv) {
        return new Command(argv, Map.of(), Optional.empty(), line -> {}, USUAL_TIMEOUT);
    }

    /** Returns this command with a further environment variable. */
    public Command env(String name, String value) {
        var more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Command(argv, more, directory, listener, timeout);
    }

    /** Returns this command run in {@code place}. */
    public Command in(Path place) {
        return new Command(argv, environment, Optional.of(place), listener, timeout);
    }

    /** Returns this command with its lines told to {@code lines}. */
    public Command listenedToBy(Consumer<String> lines) {
        return new Command(argv, environment, directory, lines, timeout);
    }

    /** Returns this command with another bound. */
    public Command within(Duration bound) {
        return new Command(argv, environment, directory, listener, bound);
    }

    /** Returns the command as one could paste it into a POSIX shell. For showing only: minik never runs this text. */
    public String display() {
        return argv.stream().map(Command::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./~^-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
