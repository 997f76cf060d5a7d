package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code minik export logs}. */
@Command(
        name = "logs",
        description = "Write the logs of all nodes of a cluster into a directory, and print its path.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik export logs", "  minik export logs ./logs --name demo"})
public final class ExportLogsCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The directory. Default: a new temporary one.")
    private Optional<Path> directory = Optional.empty();

    /** Makes the command. */
    public ExportLogsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var name = cluster.resolve(context.host());
        var clusters = context.services().clusters();
        var target = directory.orElseGet(() -> temporary(name));
        context.print(clusters.exportLogs(name, target) + "\n");
        return 0;
    }

    private Path temporary(ClusterName name) {
        try {
            return Files.createTempDirectory(context.host().temporary(), "minik-logs-" + name + "-");
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "cannot make a directory for the logs: " + e.getMessage(),
                            "Name a directory: minik export logs DIR")
                    .causedBy(e);
        }
    }
}
