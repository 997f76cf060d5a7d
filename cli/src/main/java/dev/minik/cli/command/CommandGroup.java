package dev.minik.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Commands that belong together in the help.
 *
 * @param heading what they are about
 * @param commands their classes by name, in the order of the help
 */
public record CommandGroup(String heading, Map<String, Class<?>> commands) {
    /** All commands directly below {@code minik}. */
    public static final List<CommandGroup> ALL = List.of(
            group(
                    "Clusters",
                    Map.entry("create", CreateCommand.class),
                    Map.entry("delete", DeleteCommand.class),
                    Map.entry("get", GetCommand.class),
                    Map.entry("apply", ApplyCommand.class),
                    Map.entry("diff", DiffCommand.class),
                    Map.entry("repair", RepairCommand.class),
                    Map.entry("upgrade", UpgradeCommand.class),
                    Map.entry("status", StatusCommand.class),
                    Map.entry("expose", ExposeCommand.class),
                    Map.entry("unexpose", UnexposeCommand.class),
                    Map.entry("save", SaveCommand.class),
                    Map.entry("restore", RestoreCommand.class),
                    Map.entry("export", ExportCommand.class),
                    Map.entry("kubectl", KubectlCommand.class)),
            group(
                    "Life of a cluster",
                    Map.entry("stop", StopCommand.class),
                    Map.entry("start", StartCommand.class),
                    Map.entry("restart", RestartCommand.class),
                    Map.entry("pause", PauseCommand.class),
                    Map.entry("resume", ResumeCommand.class)),
            group(
                    "Images and host",
                    Map.entry("load", LoadCommand.class),
                    Map.entry("build", BuildCommand.class),
                    Map.entry("install", InstallCommand.class),
                    Map.entry("doctor", DoctorCommand.class)),
            group(
                    "minik itself",
                    Map.entry("version", VersionCommand.class),
                    Map.entry("completion", CompletionCommand.class),
                    Map.entry("help", HelpCommand.class)));

    /** Those that ask about all the others. */
    private static final List<Class<?>> ASKING = List.of(CompletionCommand.class, HelpCommand.class);

    /**
     * Returns the commands that a command line may need: the one that it begins with, or all. Making a command's model takes
     * some ten milliseconds, which a run need not spend on commands it does not mention.
     */
    public static Map<String, Class<?>> neededFor(List<String> arguments) {
        var all = new LinkedHashMap<String, Class<?>>();
        ALL.forEach(group -> all.putAll(group.commands));
        var first = arguments.isEmpty() ? null : all.get(arguments.get(0));
        return first == null || ASKING.contains(first) ? all : Map.of(arguments.get(0), first);
    }

    /** Returns the commands' names. */
    public List<String> names() {
        return new ArrayList<>(commands.keySet());
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static CommandGroup group(String heading, Map.Entry<String, Class<?>>... entries) {
        var commands = new LinkedHashMap<String, Class<?>>();
        List.of(entries).forEach(entry -> commands.put(entry.getKey(), entry.getValue()));
        return new CommandGroup(heading, commands);
    }
}
