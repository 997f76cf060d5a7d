package dev.minik.image.fake;

import dev.minik.process.Command;
import dev.minik.process.CommandResult;
import dev.minik.process.CommandRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;

/** Runs nothing: notes every command and answers by rules, the latest that knows the command; success without output otherwise. */
public final class RecordingRunner implements CommandRunner {
    private final List<Command> commands = Collections.synchronizedList(new ArrayList<>());
    private final List<Function<Command, Optional<CommandResult>>> rules = new CopyOnWriteArrayList<>();

    /** What a command does when it is run. */
    @FunctionalInterface
    public interface Action {
        /** Plays the command and returns what it prints. */
        String play(Command command) throws IOException;
    }

    /** Lets commands that begin with {@code words} succeed and print what {@code action} returns. */
    public RecordingRunner on(List<String> words, Action action) {
        return when(command -> begins(command, words), action);
    }

    /** Lets commands that {@code which} knows succeed and print what {@code action} returns. */
    public RecordingRunner when(Predicate<Command> which, Action action) {
        rules.add(0, command -> {
            if (!which.test(command)) {
                return Optional.empty();
            }
            try {
                return Optional.of(new CommandResult(command, 0, action.play(command), ""));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return this;
    }

    /** Lets commands that begin with {@code words} fail. */
    public RecordingRunner failing(List<String> words, int exitCode, String stderr) {
        rules.add(
                0,
                command -> begins(command, words)
                        ? Optional.of(new CommandResult(command, exitCode, "", stderr))
                        : Optional.empty());
        return this;
    }

    /** Returns all commands so far, each as its words. */
    public List<List<String>> argvs() {
        return commands().stream().map(Command::argv).toList();
    }

    /** Returns all commands so far. */
    public List<Command> commands() {
        synchronized (commands) {
            return List.copyOf(commands);
        }
    }

    @Override
    public CommandResult run(Command command) {
        commands.add(command);
        return rules.stream()
                .map(rule -> rule.apply(command))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> new CommandResult(command, 0, "", ""));
    }

    @Override
    public ProcessHandle startDetached(Command command, Path log) {
        throw new UnsupportedOperationException("nothing is started here");
    }

    private static boolean begins(Command command, List<String> words) {
        var argv = command.argv();
        return argv.size() >= words.size() && argv.subList(0, words.size()).equals(words);
    }
}
