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

                # Succeeds when the command that is being typed is exactly the arguments. Words that are no command at their
                # place are options, their values, or arguments.
                function __%1$s_is
                    set -l words (commandline -opc)
                    set -e words[1]
                    set -l command
                    for word in $words
                        if contains -- "$command/$word" %2$s
                            set command "$command/$word"
                        end
                    end
                    test "$command" = "$argv[1]"
                end

                complete -c %1$s -f
                """.formatted(name, String.join(" ", paths(root, ""))));
        root.options().forEach(option -> option(option, ""));
        commands(root, "");
        return script.toString();
    }

    private static List<String> paths(CommandSpec parent, String path) {
        var paths = new ArrayList<String>();
        parent.subcommands().forEach((word, command) -> {
            paths.add(path + "/" + word);
            paths.addAll(paths(command.getCommandSpec(), path + "/" + word));
        });
        return paths;
    }

    private void commands(CommandSpec parent, String path) {
        parent.subcommands().forEach((word, command) -> {
            var spec = command.getCommandSpec();
            line(condition(path), "-a " + word, description(spec.usageMessage().description()));
            var below = path + "/" + word;
            spec.options().stream()
                    .filter(option -> !option.inherited() && !option.hidden())
                    .forEach(option -> option(option, below));
            for (var parameter : spec.positionalParameters()) {
                if (Path.class.equals(parameter.type())
                        || List.of(parameter.auxiliaryTypes()).contains(Path.class)) {
                    line(condition(below), "-F", "");
                } else if (parameter.completionCandidates() != null) {
                    line(condition(below), "-a " + quoted(candidates(parameter.completionCandidates())), "");
                }
            }
            commands(spec, below);
        });
    }

    private void option(OptionSpec option, String path) {
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
        var condition = path.isEmpty() ? "" : condition(path);
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

    private String condition(String path) {
        return "__%s_is %s".formatted(root.name(), path.isEmpty() ? "''" : path);
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
