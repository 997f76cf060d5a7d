package dev.minik.cli.command;

import dev.minik.cli.option.ClusterArgument;
import dev.minik.cluster.ClusterNodes.ChangeOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik repair cluster}. */
@Command(
        name = "cluster",
        description = {
            "Start the nodes of a cluster that have ended, and make those anew whose containers are gone.",
            "Finishes what an interrupted command has left. A cluster that is well stays as it is."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik repair cluster", "  minik repair cluster demo --wait 10m"})
public final class RepairClusterCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterArgument cluster = new ClusterArgument();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait for the nodes to be ready: 90s, 5m (default); 0 does not wait.")
    private Duration wait = Duration.ofMinutes(5);

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig to correct where the API server moves. Default: those that kubectl would use.")
    private Optional<Path> kubeconfig = Optional.empty();

    /** Makes the command. */
    public RepairClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var name = cluster.resolve(context.host());
        context.cleansUpWhenInterrupted();
        var repaired = context.services().nodes().repair(name, new ChangeOptions(wait, kubeconfig));
        context.say(
                repaired.isEmpty()
                        ? "Cluster \"%s\" needed no repair.".formatted(name)
                        : "Repaired %s.".formatted(String.join(", ", repaired)));
        return 0;
    }
}
