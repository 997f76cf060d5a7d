package dev.minik.image.fake;

import dev.minik.process.Command;
import dev.minik.process.CommandResult;
import dev.minik.process.CommandRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs nothing: notes every command and answers by rules, the first that knows the command; success without output otherwise. */
public final class RecordingRunner implements CommandRunner {
    private final List<Command> commands = Collections.synchronizedList(new ArrayList<>());
    private final List<Function<Command, Optional<CommandResult>>> rules = new ArrayList<>();

    /** What a command does when it is run. */
    @FunctionalInterface
    public interface Action {
        /** Plays the command and returns what it prints. */
        String play(Command command) throws java.io.IOException;
    }

    /** Lets commands that begin with {@code words} succeed and print what {@code action} returns. */
    public RecordingRunner on(List<String> words, Action action) {
        rules.add(command -> {
            if (!begins(command, words)) {
                return Optional.empty();
            }
            try {
                return Optional.of(new CommandResult(command, 0, action.play(command), ""));
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return this;
    }

    /** Lets commands that begin with {@code words} fail. */
    public RecordingRunner failing(List<String> words, int exitCode, String stderr) {
        rules.add(command -> begins(command, words)
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
