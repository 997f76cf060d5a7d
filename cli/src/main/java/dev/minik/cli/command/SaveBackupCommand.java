package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.output.DataFormat;
import dev.minik.cli.output.Documents;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik save backup}. */
@Command(
        name = "backup",
        description = {
            "Save the state of a running cluster, all its objects, as a snapshot of etcd in a file.",
            "The file is one that etcd's own tools read. It holds the cluster's secrets, and only you may read it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik save backup minik.db", "  minik save backup demo.db --name demo --force"})
public final class SaveBackupCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Parameters(arity = "1", paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "Print what was saved for a program: ${COMPLETION-CANDIDATES}.")
    private Optional<DataFormat> output = Optional.empty();

    /** Makes the command. */
    public SaveBackupCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var name = cluster.resolve(context.host());
        context.cleansUpWhenInterrupted();
        var saved = context.services().backups().save(name, file, force);
        if (output.isPresent()) {
            context.print(output.get().render(Documents.of(saved)));
        } else {
            context.say("Saved the state of cluster \"%s\" at revision %d to %s (%d bytes)."
                    .formatted(name, saved.revision(), file, saved.bytes()));
        }
        return 0;
    }
}
