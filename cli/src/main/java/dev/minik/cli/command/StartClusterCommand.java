package dev.minik.cli.command;

import dev.minik.cli.option.ClusterSelection;
import dev.minik.cli.option.WaitOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik start cluster}. */
@Command(
        name = "cluster",
        description = {
            "Start a cluster that was stopped, and wait until it is ready.",
            "Certificates that have run out, or will within 30 days, are renewed before."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik start cluster", "  minik start cluster demo --wait 2m", "  minik start cluster --all"})
public final class StartClusterCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterSelection selection = new ClusterSelection();

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    /** Makes the command. */
    public StartClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        new LifeChanges(context, selection)
                .each("Started", "runs already", (life, name) -> life.start(name, wait.options()));
        return 0;
    }
}
