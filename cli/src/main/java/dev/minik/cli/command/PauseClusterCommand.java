package dev.minik.cli.command;

import dev.minik.cli.option.ClusterSelection;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik pause cluster}. */
@Command(
        name = "cluster",
        description = {
            "Freeze all that runs in a cluster: it takes no processor time, and keeps its memory.",
            "It is back at once with minik resume cluster."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik pause cluster", "  minik pause cluster demo", "  minik pause cluster --all"})
public final class PauseClusterCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterSelection selection = new ClusterSelection();

    /** Makes the command. */
    public PauseClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        new LifeChanges(context, selection).each("Paused", "is paused already", (life, name) -> life.pause(name));
        return 0;
    }
}
