package dev.minik.cli.option;

import dev.minik.cli.terminal.Host;
import dev.minik.model.ClusterName;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --name}, for commands whose arguments are something else. */
public final class ClusterOption {
    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "The cluster. Default: MINIK_CLUSTER_NAME, then minik.")
    private Optional<String> name = Optional.empty();

    /** Returns the cluster that is meant; fails with {@code USAGE} for an impossible name. */
    public ClusterName resolve(Host host) {
        return ClusterChoice.resolve(name, host);
    }
}
