package dev.minik.cli;

import dev.minik.cli.command.CommandGroup;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: commands in groups, and the options of all commands apart from a command's own. */
final class HelpLayout {
    private static final int NAME_WIDTH = 16;

    private HelpLayout() {}

    static void apply(CommandLine command) {
        var spec = command.getCommandSpec();
        spec.usageMessage()
                .width(100)
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("")
                .commandListHeading("")
                .sortOptions(false)
                .abbreviateSynopsis(true);
        var sections = spec.usageMessage().sectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpLayout::options);
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpLayout::commands);
        command.getSubcommands().values().forEach(HelpLayout::apply);
    }

    private static String options(Help help) {
        var global = help.commandSpec().options().stream()
                .filter(HelpLayout::isGlobal)
                .toList();
        var own = help.commandSpec().options().stream()
                .filter(option -> !isGlobal(option))
                .toList();
        return options("Options", own, help) + options("Options of all commands", global, help);
    }

    private static String options(String heading, List<OptionSpec> options, Help help) {
        if (options.isEmpty()) {
            return "";
        }
        return "\n%s:\n%s".formatted(heading, help.optionListExcludingGroups(options));
    }

    private static boolean isGlobal(OptionSpec option) {
        return option.inherited() || option.scopeType() == CommandLine.ScopeType.INHERIT;
    }

    private static String commands(Help help) {
        if (help.subcommands().isEmpty()) {
            return "";
        }
        if (help.commandSpec().parent() != null) {
            return group("Commands", List.copyOf(help.subcommands().keySet()), help);
        }
        var text = new StringBuilder();
        CommandGroup.ALL.forEach(one -> text.append(group(one.heading(), one.names(), help)));
        return text.toString();
    }

    private static String group(String heading, List<String> names, Help help) {
        var table = TextTable.forColumns(
                help.colorScheme(),
                new Column(NAME_WIDTH, 2, Column.Overflow.SPAN),
                new Column(100 - NAME_WIDTH, 2, Column.Overflow.WRAP));
        for (var name : names) {
            var command = Objects.requireNonNull(help.subcommands().get(name), name);
            table.addRowValues(
                    help.colorScheme().commandText(name),
                    help.colorScheme().text(command.commandSpec().usageMessage().description()[0]));
        }
        return "\n%s:\n%s".formatted(heading, table);
    }
}
