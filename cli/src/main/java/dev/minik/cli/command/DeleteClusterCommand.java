package dev.minik.cli.command;

import dev.minik.cli.option.ClusterArgument;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik delete cluster}. */
@Command(
        name = "cluster",
        description = {
            "Delete a cluster and its entries in the kubeconfig.",
            "Deleting a cluster that does not exist succeeds."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik delete cluster", "  minik delete cluster demo", "  minik delete cluster --all"})
public final class DeleteClusterCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterArgument cluster = new ClusterArgument();

    @Option(
            names = {"-A", "--all"},
            description = "Delete all clusters.")
    private boolean all;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig to clean. Default: the one that kubectl would write.")
    private Optional<Path> kubeconfig = Optional.empty();

    /** Makes the command. */
    public DeleteClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (all && cluster.isGiven()) {
            throw MinikException.of(
                    ExitCode.USAGE, "both a cluster and --all are given", "Name a cluster or give --all");
        }
        var deletion = new Deletion(context, kubeconfig);
        if (all) {
            deletion.all();
        } else {
            deletion.named(List.of(cluster.resolve(context.host())));
        }
        return 0;
    }
}
