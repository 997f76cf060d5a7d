package dev.minik.cli.command;

import dev.minik.cli.option.MovedServerOption;
import dev.minik.cluster.ClusterNodes.RemoveOptions;
import dev.minik.model.ClusterName;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik delete node}. */
@Command(
        name = "node",
        description = {
            "Take nodes from a cluster that runs.",
            "Their pods are evicted first. A control plane leaves etcd and the load balancer before it goes."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik delete node demo-worker2",
            "  minik delete node demo-control-plane3 demo-worker --timeout 5m",
            "  minik delete node demo-worker --force"
        })
public final class DeleteNodeCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "1..*", paramLabel = "NODE", description = "The nodes.")
    private List<String> nodes = List.of();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Their cluster. Default: the one that has them.")
    private Optional<ClusterName> cluster = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long pods may take to be evicted. Default: 2m.")
    private Duration timeout = Duration.ofMinutes(2);

    @Option(names = "--force", description = "Do not evict pods: they end with their nodes.")
    private boolean force;

    @Mixin
    private final MovedServerOption server = new MovedServerOption();

    /** Makes the command. */
    public DeleteNodeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var named = List.copyOf(new LinkedHashSet<>(nodes));
        context.cleansUpWhenInterrupted();
        var service = context.services().nodes();
        var removed = service.remove(
                service.clusterOf(cluster, named), named, new RemoveOptions(timeout, force, server.kubeconfig()));
        removed.forEach(node -> context.say("Deleted node \"%s\".".formatted(node)));
        return 0;
    }
}
