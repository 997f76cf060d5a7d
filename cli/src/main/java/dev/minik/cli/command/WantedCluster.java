package dev.minik.cli.command;

import dev.minik.config.ClusterConfig;
import dev.minik.config.ConfigOverrides;
import dev.minik.model.ClusterName;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The config file that a cluster is compared with. */
final class WantedCluster {
    @Option(
            names = {"-f", "--file", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "Cluster configuration, minik's or kind's; - reads it from standard input.")
    private String file = "";

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "The cluster. Default: MINIK_CLUSTER_NAME, then the file's, then minik.")
    private Optional<ClusterName> name = Optional.empty();

    ClusterConfig load(Context context) {
        var named = name.map(ClusterName::value).or(() -> context.host().variable("MINIK_CLUSTER_NAME"));
        var overrides = new ConfigOverrides(
                named,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty());
        var text = new ConfigFiles(context.console()).read(file);
        return context.services().config().load(Optional.of(text), overrides);
    }
}
