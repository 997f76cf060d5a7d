package dev.minik.cli.command;

import dev.minik.cli.option.ClusterArgument;
import dev.minik.cli.option.DataOption;
import dev.minik.cli.output.Documents;
import dev.minik.cli.output.Table;
import dev.minik.cli.output.Text;
import dev.minik.cluster.Clusters.ClusterStatus;
import dev.minik.error.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik status}. */
@Command(
        name = "status",
        description = {
            "Show how a cluster is.",
            "Exits with 0 when it is ready, with 7 when it is stopped or paused, with 1 when it is not ready otherwise."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik status", "  minik status demo -o json"})
public final class StatusCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterArgument cluster = new ClusterArgument();

    @Mixin
    private final DataOption output = new DataOption();

    /** Makes the command. */
    public StatusCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var status = context.services().clusters().status(cluster.resolve(context.host()));
        context.print(output.format()
                .map(format -> format.render(Documents.of(status)))
                .orElseGet(() -> describe(status)));
        return code(status).code();
    }

    private static ExitCode code(ClusterStatus status) {
        if (status.state().equals("stopped") || status.state().equals("paused")) {
            return ExitCode.WRONG_STATE;
        }
        return status.ready() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String describe(ClusterStatus status) {
        var text = new StringBuilder();
        text.append("Cluster %s: %s, %s\n"
                .formatted(
                        Text.safe(status.name()), Text.safe(status.state()), status.ready() ? "ready" : "not ready"));
        if (!status.nodes().isEmpty()) {
            text.append('\n')
                    .append(Table.of(status.nodes().stream().map(Documents::of).toList()));
        }
        if (!status.problems().isEmpty()) {
            text.append("\nProblems:\n");
            status.problems()
                    .forEach(problem ->
                            text.append("  ").append(Text.safe(problem)).append('\n'));
        }
        return text.toString();
    }
}
