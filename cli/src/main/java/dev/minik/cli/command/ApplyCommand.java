package dev.minik.cli.command;

import dev.minik.cli.option.DataOption;
import dev.minik.cli.option.NodeWaitOptions;
import dev.minik.cluster.apply.Difference;
import dev.minik.cluster.apply.Difference.Remedy;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik apply}. */
@Command(
        name = "apply",
        description = {
            "Make a cluster that runs what a config file says.",
            "Changes what can be changed while the cluster lives, tells what cannot, and fails if there is such."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik apply -f cluster.yaml", "  minik apply -f cluster.yaml --dry-run"})
public final class ApplyCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final WantedCluster wanted = new WantedCluster();

    @Option(names = "--dry-run", description = "Print what would be changed, and change nothing.")
    private boolean dryRun;

    @Mixin
    private final NodeWaitOptions wait = new NodeWaitOptions();

    @Mixin
    private final DataOption output = new DataOption();

    /** Makes the command. */
    public ApplyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var config = wanted.load(context);
        var changes = context.services().changes();
        if (!dryRun) {
            context.cleansUpWhenInterrupted();
        }
        List<Difference> differences = dryRun ? changes.diff(config) : changes.apply(config, wait.options());
        new Differences(context).print(differences, output.format());
        var left = differences.stream()
                .filter(one -> one.remedy() != Remedy.APPLY)
                .map(Difference::place)
                .toList();
        if (!dryRun && !left.isEmpty()) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "what cannot be changed while the cluster lives is as it was: " + String.join(", ", left),
                    "the last column tells what makes it so");
        }
        return 0;
    }
}
