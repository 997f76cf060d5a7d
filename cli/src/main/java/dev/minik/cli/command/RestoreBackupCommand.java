package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik restore backup}. */
@Command(
        name = "backup",
        description = {
            "Replace the state of a running cluster by that of a file: of 'minik save backup', or of 'etcdctl snapshot save'.",
            "What was made since the backup is gone, pods included. The API server is away meanwhile."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik restore backup minik.db", "  minik restore backup demo.db --name demo"})
public final class RestoreBackupCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Parameters(arity = "1", paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Option(
            names = "--force",
            description = "Restore the state of another cluster, or of another minor version of Kubernetes, as well.")
    private boolean force;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait for the cluster to be ready; 0 for not at all. Default: 5m.")
    private Duration wait = Duration.ofMinutes(5);

    /** Makes the command. */
    public RestoreBackupCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var name = cluster.resolve(context.host());
        context.cleansUpWhenInterrupted();
        var restored = context.services().backups().restore(name, file, force, wait);
        restored.joinedNodes()
                .forEach(node ->
                        context.say("Node %s was not in the backup as it is now; it is a node of the restored cluster."
                                .formatted(node)));
        restored.forgottenNodes()
                .forEach(node ->
                        context.say("Node %s was in the backup, and had been deleted since; it is forgotten again."
                                .formatted(node)));
        restored.unknownNodes()
                .forEach(node -> context.say(
                        "Node %1$s was in the backup, and is not there: 'minik kubectl --name %2$s delete node %1$s' forgets it."
                                .formatted(node, name)));
        context.say("Restored the state of cluster \"%s\" from %s.".formatted(name, file));
        return 0;
    }
}
