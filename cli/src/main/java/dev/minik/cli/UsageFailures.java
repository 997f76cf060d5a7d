package dev.minik.cli;

import dev.minik.cli.progress.Failure;
import dev.minik.error.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Words what is wrong with a command line, and guesses what was meant. */
final class UsageFailures {
    /** Two slips of the finger; more would suggest what nobody meant. */
    private static final int MAX_DISTANCE = 2;

    private UsageFailures() {}

    static Failure of(ParameterException e) {
        var command = e.getCommandLine();
        var help = "Run '%s --help' for what is possible"
                .formatted(command.getCommandSpec().qualifiedName());
        if (e instanceof UnmatchedArgumentException unmatched) {
            var argument = unmatched.getUnmatched().get(0);
            var similar = similar(argument, command);
            return failure(
                    cause(unmatched, argument, command),
                    similar.isEmpty() ? help : "Did you mean %s? %s".formatted(String.join(" or ", similar), help));
        }
        if (!command.getSubcommands().isEmpty() && !(e instanceof MissingParameterException)) {
            return failure(
                    "'%s' needs a command: %s"
                            .formatted(
                                    command.getCommandSpec().qualifiedName(),
                                    String.join(", ", command.getSubcommands().keySet())),
                    help);
        }
        var message = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
        return failure(message, help);
    }

    private static String cause(UnmatchedArgumentException e, String argument, CommandLine command) {
        var name = command.getCommandSpec().qualifiedName();
        if (e.isUnknownOption()) {
            return "'%s' has no option '%s'".formatted(name, argument);
        }
        return command.getSubcommands().isEmpty()
                ? "'%s' does not take the argument '%s'".formatted(name, argument)
                : "there is no command '%s %s'".formatted(name, argument);
    }

    private static List<String> similar(String argument, CommandLine command) {
        var typed = argument.replaceFirst("=.*", "");
        Stream<String> known = typed.startsWith("-")
                ? command.getCommandSpec().optionsMap().keySet().stream().filter(name -> name.startsWith("--"))
                : command.getSubcommands().keySet().stream();
        var distances = new TreeMap<Integer, List<String>>();
        known.forEach(name -> distances
                .computeIfAbsent(distance(typed, name), distance -> new ArrayList<>())
                .add(name));
        var nearest = distances.headMap(MAX_DISTANCE, true).values().stream().findFirst();
        return nearest.orElse(List.of());
    }

    /** Counts the letters to add, drop, replace or swap with their neighbour: the optimal string alignment distance. */
    private static int distance(String one, String other) {
        var costs = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    costs[i][j] = i + j;
                    continue;
                }
                int replaced = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int cost = Math.min(costs[i - 1][j - 1] + replaced, Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    cost = Math.min(cost, costs[i - 2][j - 2] + 1);
                }
                costs[i][j] = cost;
            }
        }
        return costs[one.length()][other.length()];
    }

    private static Failure failure(String cause, String remedy) {
        return new Failure(ExitCode.USAGE, cause, remedy, List.of(), Optional.empty());
    }
}
