package dev.minik.cli.command;

import dev.minik.cli.option.ClusterSelection;
import dev.minik.cli.option.WaitOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik resume cluster}. */
@Command(
        name = "cluster",
        description = {"Let a paused cluster run on, and wait until it is ready."},
        footerHeading = "%nExamples:%n",
        footer = {"  minik resume cluster", "  minik resume cluster demo", "  minik resume cluster --all"})
public final class ResumeClusterCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterSelection selection = new ClusterSelection();

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    /** Makes the command. */
    public ResumeClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        new LifeChanges(context, selection)
                .each("Resumed", "runs already", (life, name) -> life.resume(name, wait.options()));
        return 0;
    }
}
