package dev.minik.cli.command;

import dev.minik.cli.option.DataOption;
import dev.minik.cluster.apply.Difference;
import dev.minik.error.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik diff}. */
@Command(
        name = "diff",
        description = {
            "Compare a cluster that runs with a config file.",
            "Exits with 0 when there is no difference, with 1 when there is one, as kubectl diff does."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik diff -f cluster.yaml", "  minik diff -f cluster.yaml --name demo -o json"})
public final class DiffCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final WantedCluster wanted = new WantedCluster();

    @Mixin
    private final DataOption output = new DataOption();

    /** Makes the command. */
    public DiffCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var config = wanted.load(context);
        List<Difference> differences = context.services().changes().diff(config);
        new Differences(context).print(differences, output.format());
        return (differences.isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
