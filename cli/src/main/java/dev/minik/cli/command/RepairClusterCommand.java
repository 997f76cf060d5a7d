package dev.minik.cli.command;

import dev.minik.cli.option.ClusterArgument;
import dev.minik.cli.option.NodeWaitOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private final NodeWaitOptions wait = new NodeWaitOptions();

    /** Makes the command. */
    public RepairClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var name = cluster.resolve(context.host());
        context.cleansUpWhenInterrupted();
        var repaired = context.services().nodes().repair(name, wait.options());
        context.say(
                repaired.isEmpty()
                        ? "Cluster \"%s\" needed no repair.".formatted(name)
                        : "Repaired %s.".formatted(String.join(", ", repaired)));
        return 0;
    }
}
