package dev.minik.cli.command;

import dev.minik.cli.output.Documents;
import dev.minik.cli.output.ListFormat;
import dev.minik.cluster.Clusters.ClusterSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code minik get clusters}. */
@Command(
        name = "clusters",
        description = "List the clusters, one name per line.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik get clusters", "  minik get clusters -o wide"})
public final class GetClustersCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: name.")
    private ListFormat output = ListFormat.NAME;

    /** Makes the command. */
    public GetClustersCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var clusters = context.services().clusters();
        clusters.sweep();
        var list = clusters.list();
        if (list.isEmpty() && !output.isData()) {
            context.say("No clusters found.");
        }
        context.print(output.render(list, ClusterSummary::name, Documents::of));
        return 0;
    }
}
