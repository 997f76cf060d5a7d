package dev.minik.cli.command;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code minik help create cluster}, the same as {@code minik create cluster --help}. */
@Command(
        name = "help",
        description = "Show how to use a command.",
        footerHeading = "%nExample:%n",
        footer = "  minik help create cluster")
public final class HelpCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command.")
    private List<String> path = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    /** Makes the command. */
    public HelpCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var command = Objects.requireNonNull(spec, "picocli sets it").root().commandLine();
        for (var word : path) {
            var next = command.getSubcommands().get(word);
            if (next == null) {
                throw MinikException.of(
                        ExitCode.USAGE,
                        "there is no command '%s %s'"
                                .formatted(command.getCommandSpec().qualifiedName(), word),
                        "Run 'minik help' for all commands");
            }
            command = next;
        }
        context.print(Usage.of(command.getCommandSpec()));
        return 0;
    }
}
