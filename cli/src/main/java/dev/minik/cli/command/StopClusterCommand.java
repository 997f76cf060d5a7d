package dev.minik.cli.command;

import dev.minik.cli.option.ClusterSelection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik stop cluster}. */
@Command(
        name = "cluster",
        description = {
            "Stop a cluster: it takes no processor time and no memory, and keeps everything else.",
            "It stays stopped when the engine or this machine starts again."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik stop cluster", "  minik stop cluster demo", "  minik stop cluster --all"})
public final class StopClusterCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterSelection selection = new ClusterSelection();

    /** Makes the command. */
    public StopClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        new LifeChanges(context, selection).each("Stopped", "is stopped already", (life, name) -> life.stop(name));
        return 0;
    }
}
