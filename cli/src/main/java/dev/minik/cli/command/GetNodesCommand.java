package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.output.Documents;
import dev.minik.cluster.Clusters.NodeSummary;
import dev.minik.model.ClusterName;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik get nodes}. */
@Command(
        name = "nodes",
        description = "List the nodes of a cluster, one name per line.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik get nodes --name demo", "  minik get nodes -A -o wide"})
public final class GetNodesCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Option(
            names = {"-A", "--all-clusters"},
            description = "List the nodes of all clusters.")
    private boolean all;

    @Mixin
    private final Listing listing = new Listing();

    /** Makes the command. */
    public GetNodesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<ClusterName> name = all ? Optional.empty() : Optional.of(cluster.resolve(context.host()));
        var clusters = context.services().clusters();
        clusters.sweep();
        listing.print(
                context,
                clusters.nodes(name),
                name.map(one -> "No nodes found for cluster \"%s\".".formatted(one))
                        .orElse("No nodes found."),
                NodeSummary::name,
                Documents::of);
        return 0;
    }
}
