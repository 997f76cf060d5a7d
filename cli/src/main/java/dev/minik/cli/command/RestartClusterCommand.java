package dev.minik.cli.command;

import dev.minik.cli.option.ClusterSelection;
import dev.minik.cli.option.WaitOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik restart cluster}. */
@Command(
        name = "cluster",
        description = {"Stop and start a cluster, and wait until it is ready."},
        footerHeading = "%nExamples:%n",
        footer = {"  minik restart cluster", "  minik restart cluster demo"})
public final class RestartClusterCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterSelection selection = new ClusterSelection();

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    /** Makes the command. */
    public RestartClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        new LifeChanges(context, selection)
                .each("Restarted", "runs already", (life, name) -> life.restart(name, wait.options()));
        return 0;
    }
}
