package dev.minik.cli.completion;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the completion script for fish, whose <a href="https://fishshell.com/docs/current/cmds/complete.html">complete</a> command
 * takes one line per command and option.
 */
public final class FishCompletion {
    private final CommandSpec root;
    private final StringBuilder script = new StringBuilder();

    /** Makes a writer for the command {@code root}. */
    public FishCompletion(CommandSpec root) {
        this.root = root;
    }

    /** Returns the script. */
    public String script() {
        var name = root.name();
        script.append("""
                # fish completion of %1$s, made by: %1$s completion fish

                # Succeeds when the words before the cursor that are no options are exactly the arguments.
                function __%1$s_at
                    set -l words (commandline -opc)
                    set -e words[1]
                    set -l commands (string match -v -- '-*' $words)
                    test "$commands" = "$argv"
                end

                # Succeeds when these words begin with the arguments.
                function __%1$s_in
                    set -l words (commandline -opc)
                    set -e words[1]
                    set -l commands (string match -v -- '-*' $words)
                    test (count $commands) -ge (count $argv)
                    and test "$commands[1..(count $argv)]" = "$argv"
                end

                complete -c %1$s -f
                """.formatted(name));
        root.options().forEach(option -> option(option, List.of()));
        commands(root, List.of());
        return script.toString();
    }

    private void commands(CommandSpec parent, List<String> path) {
        parent.subcommands().forEach((word, command) -> {
            var spec = command.getCommandSpec();
            line(
                    condition("at", path),
                    "-a " + word,
                    description(spec.usageMessage().description()));
            var below = new ArrayList<>(path);
            below.add(word);
            spec.options().stream()
                    .filter(option -> !option.inherited() && !option.hidden())
                    .forEach(option -> option(option, below));
            for (var parameter : spec.positionalParameters()) {
                if (Path.class.equals(parameter.type())
                        || List.of(parameter.auxiliaryTypes()).contains(Path.class)) {
                    line(condition("in", below), "-F", "");
                } else if (parameter.completionCandidates() != null) {
                    line(condition("at", below), "-a " + quoted(candidates(parameter.completionCandidates())), "");
                }
            }
            commands(spec, below);
        });
    }

    private void option(OptionSpec option, List<String> path) {
        var arguments = new StringBuilder();
        for (var name : option.names()) {
            arguments.append(name.startsWith("--") ? "-l " + name.substring(2) + " " : "-s " + name.substring(1) + " ");
        }
        if (option.arity().min() > 0) {
            var candidates = option.completionCandidates();
            if (candidates != null) {
                arguments.append("-x -a ").append(quoted(candidates(candidates)));
            } else {
                arguments.append(List.of(option.auxiliaryTypes()).contains(Path.class) ? "-r -F" : "-x");
            }
        }
        var condition = path.isEmpty() ? "" : condition("in", path);
        line(condition, arguments.toString().strip(), description(option.description()));
    }

    private void line(String condition, String arguments, String description) {
        script.append("complete -c ").append(root.name());
        if (!condition.isEmpty()) {
            script.append(" -n ").append(quoted(condition));
        }
        script.append(' ').append(arguments);
        if (!description.isEmpty()) {
            script.append(" -d ").append(quoted(description));
        }
        script.append('\n');
    }

    private String condition(String function, List<String> path) {
        return ("__" + root.name() + "_" + function + " " + String.join(" ", path)).strip();
    }

    /** The first sentence: fish shows one line. */
    private static String description(String[] lines) {
        if (lines.length == 0) {
            return "";
        }
        return lines[0].replaceAll("[:;]? *\\$\\{COMPLETION-CANDIDATES}.*", "").replaceAll("\\. .*|\\.$", "");
    }

    private static String candidates(Iterable<String> candidates) {
        return StreamSupport.stream(candidates.spliterator(), false).collect(Collectors.joining(" "));
    }

    /** Single quotes: fish replaces nothing between them. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
