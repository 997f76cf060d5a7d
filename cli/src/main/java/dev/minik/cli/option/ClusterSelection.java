package dev.minik.cli.option;

import dev.minik.cli.terminal.Host;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One cluster, as argument or {@code --name}, or all of them. */
public final class ClusterSelection {
    @Mixin
    private final ClusterArgument cluster = new ClusterArgument();

    @Option(
            names = {"-A", "--all"},
            description = "All clusters.")
    private boolean all;

    /** Returns the clusters that are meant; fails with {@code USAGE} for an impossible name, or where both one and all are. */
    public List<ClusterName> resolve(Host host, Supplier<List<ClusterName>> every) {
        if (all && cluster.isGiven()) {
            throw MinikException.of(
                    ExitCode.USAGE, "both a cluster and --all are given", "Name a cluster or give --all");
        }
        return all ? every.get() : List.of(cluster.resolve(host));
    }
}
