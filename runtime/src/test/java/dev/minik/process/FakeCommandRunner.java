package dev.minik.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays programs: knows what each exact command prints, and refuses those it was not told of. Shared with other modules' tests. */
public final class FakeCommandRunner implements CommandRunner {
    private record Played(int exitCode, String stdout, String stderr) {}

    private final Map<String, Deque<Played>> programs = new LinkedHashMap<>();
    private final List<Command> commands = new ArrayList<>();

    /** Lets a command, as {@link Command#display} shows it, succeed with {@code stdout}. */
    public FakeCommandRunner on(String command, String stdout) {
        return on(command, 0, stdout, "");
    }

    /**
     * Lets a command end so. Told several times, it ends so the first, the second … time; the last holds for all that
     * follow.
     */
    public FakeCommandRunner on(String command, int exitCode, String stdout, String stderr) {
        programs.computeIfAbsent(command, name -> new ArrayDeque<>()).add(new Played(exitCode, stdout, stderr));
        return this;
    }

    /** Returns what was run, as {@link Command#display} shows it. */
    public List<String> commands() {
        return commands.stream().map(Command::display).toList();
    }

    /** Returns what was run, with environment and directory. */
    public List<Command> fullCommands() {
        return List.copyOf(commands);
    }

    @Override
    public CommandResult run(Command command) {
        var played = play(command);
        (played.stdout() + played.stderr()).lines().forEach(command.listener());
        return new CommandResult(command, played.exitCode(), played.stdout(), played.stderr());
    }

    /** Returns a process that has ended already. */
    @Override
    public ProcessHandle startDetached(Command command, Path log) {
        var played = play(command);
        try {
            Files.writeString(log, played.stdout() + played.stderr());
            var process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"), "-version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.onExit().join();
            return process.toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Played play(Command command) {
        commands.add(command);
        var played = programs.get(command.display());
        if (played == null) {
            throw new AssertionError("not played: " + command.display());
        }
        return played.size() > 1 ? played.removeFirst() : played.getFirst();
    }
}
