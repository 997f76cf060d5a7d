package dev.minik.cli;

import dev.minik.cli.command.CommandGroup;
import dev.minik.cli.command.Context;
import dev.minik.cli.command.MinikCommand;
import dev.minik.cli.completion.Shell;
import dev.minik.cli.option.ClusterNameConverter;
import dev.minik.cli.option.ColorMode;
import dev.minik.cli.option.DurationConverter;
import dev.minik.cli.option.EnumConverter;
import dev.minik.cli.option.HostPortConverter;
import dev.minik.cli.option.KubernetesVersionConverter;
import dev.minik.cli.option.PortMappingConverter;
import dev.minik.cli.output.DataFormat;
import dev.minik.cli.output.ListFormat;
import dev.minik.cli.progress.ProgressMode;
import dev.minik.cluster.port.HostPort;
import dev.minik.cluster.port.PortMapping;
import dev.minik.config.TuningLevel;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Role;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Puts the command line together: commands, value types and help. */
final class CommandLines {
    private CommandLines() {}

    /** Returns the command line, as far as {@code arguments} need it, whose commands work with {@code context}. */
    static CommandLine of(Context context, List<String> arguments) {
        var root = new CommandLine(new MinikCommand(context), new CommandFactory(context));
        if (asksWhatThereIs(arguments)) {
            CommandGroup.ALL.forEach(group -> group.commands().forEach((name, type) -> addSummary(root, name, type)));
        } else {
            CommandGroup.neededFor(arguments).forEach(root::addSubcommand);
        }
        root.registerConverter(ClusterName.class, new ClusterNameConverter());
        root.registerConverter(Duration.class, new DurationConverter());
        root.registerConverter(HostPort.class, new HostPortConverter());
        root.registerConverter(PortMapping.class, new PortMappingConverter());
        root.registerConverter(KubernetesVersion.class, new KubernetesVersionConverter());
        words(root, DataFormat.class);
        words(root, ListFormat.class);
        words(root, ProgressMode.class);
        words(root, ColorMode.class);
        words(root, Shell.class);
        words(root, TuningLevel.class);
        words(root, Role.class);
        // An argument that begins with @ is an argument: whoever writes it did not ask for a file to be read.
        root.setExpandAtFiles(false);
        root.setUsageHelpAutoWidth(false);
        HelpLayout.apply(root);
        var kubectl = root.getSubcommands().get("kubectl");
        if (kubectl != null) {
            kubectl.setStopAtPositional(true);
            kubectl.setUnmatchedOptionsArePositionalParams(true);
        }
        return root;
    }

    private static boolean asksWhatThereIs(List<String> arguments) {
        return arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"));
    }

    /** The list of all commands shows nothing but their descriptions; models of all of them take longer than the rest. */
    private static void addSummary(CommandLine root, String name, Class<?> type) {
        var summary = CommandSpec.create().name(name);
        summary.usageMessage()
                .description(type.getAnnotation(CommandLine.Command.class).description());
        root.addSubcommand(name, summary);
    }

    private static <E extends Enum<E>> void words(CommandLine root, Class<E> type) {
        root.registerConverter(type, new EnumConverter<>(type));
    }
}
