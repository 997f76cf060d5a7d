package dev.minik.cli.command;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik delete clusters}. */
@Command(
        name = "clusters",
        description = {
            "Delete several clusters and their entries in the kubeconfig.",
            "Deleting a cluster that does not exist succeeds."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik delete clusters demo test", "  minik delete clusters --all"})
public final class DeleteClustersCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "The clusters.")
    private List<ClusterName> names = List.of();

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
    public DeleteClustersCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (all != names.isEmpty()) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    all ? "both clusters and --all are given" : "no cluster is named",
                    "Name clusters or give --all");
        }
        var deletion = new Deletion(context, kubeconfig);
        if (all) {
            deletion.all();
        } else {
            deletion.named(names);
        }
        return 0;
    }
}
