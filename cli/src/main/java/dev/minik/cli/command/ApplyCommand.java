package dev.minik.cli.command;

import dev.minik.cli.output.DataFormat;
import dev.minik.cluster.ClusterNodes.ChangeOptions;
import dev.minik.cluster.apply.Difference;
import dev.minik.cluster.apply.Difference.Remedy;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait for new nodes to be ready: 90s, 5m (default); 0 does not wait.")
    private Duration wait = Duration.ofMinutes(5);

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig to correct where the API server moves. Default: those that kubectl would use.")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "Print for a program: ${COMPLETION-CANDIDATES}.")
    private Optional<DataFormat> output = Optional.empty();

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
        List<Difference> differences =
                dryRun ? changes.diff(config) : changes.apply(config, new ChangeOptions(wait, kubeconfig));
        new Differences(context).print(differences, output);
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
