package dev.minik.cli.option;

import dev.minik.cli.terminal.Host;
import dev.minik.model.ClusterName;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A cluster's name as argument or, as kind has it, as {@code --name}. */
public final class ClusterArgument {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The cluster. Default: MINIK_CLUSTER_NAME, then minik.")
    private Optional<String> argument = Optional.empty();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "The cluster, as kind has it.")
    private Optional<String> flag = Optional.empty();

    /** Returns whether the command line names a cluster. */
    public boolean isGiven() {
        return argument.isPresent() || flag.isPresent();
    }

    /** Returns the cluster named by command line or environment; fails with {@code USAGE} for an impossible name. */
    public Optional<ClusterName> named(Host host) {
        return ClusterChoice.named(argument, flag, host);
    }

    /** Returns the cluster that is meant; fails with {@code USAGE} for an impossible name. */
    public ClusterName resolve(Host host) {
        return named(host).orElse(ClusterName.DEFAULT);
    }
}
