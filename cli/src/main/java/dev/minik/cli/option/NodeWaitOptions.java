package dev.minik.cli.option;

import dev.minik.cluster.ClusterNodes.ChangeOptions;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How commands make nodes of clusters that run. */
public final class NodeWaitOptions {
    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait for the nodes to be ready: 90s, 5m (default); 0 does not wait.")
    private Duration wait = Duration.ofMinutes(5);

    @Mixin
    private final MovedServerOption server = new MovedServerOption();

    /** Returns what the runtime takes. */
    public ChangeOptions options() {
        return new ChangeOptions(wait, server.kubeconfig());
    }
}
