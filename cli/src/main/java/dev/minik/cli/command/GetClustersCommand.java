package dev.minik.cli.command;

import dev.minik.cli.output.Documents;
import dev.minik.cluster.Clusters.ClusterSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik get clusters}. */
@Command(
        name = "clusters",
        description = "List the clusters, one name per line.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik get clusters", "  minik get clusters -o wide"})
public final class GetClustersCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final Listing listing = new Listing();

    /** Makes the command. */
    public GetClustersCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var clusters = context.services().clusters();
        clusters.sweep();
        listing.print(context, clusters.list(), "No clusters found.", ClusterSummary::name, Documents::of);
        return 0;
    }
}
