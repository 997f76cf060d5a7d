package dev.minik.cli.command;

import dev.minik.cli.option.ClusterArgument;
import dev.minik.cli.output.DataFormat;
import dev.minik.cli.output.Documents;
import dev.minik.cli.output.Table;
import dev.minik.model.KubernetesVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik upgrade cluster}. */
@Command(
        name = "cluster",
        description = {
            "Bring a cluster that runs to a newer Kubernetes, node by node, by kubeadm.",
            "One minor version at a time. What failed is gone on with by the same command."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik upgrade cluster --kubernetes-version v1.37.0",
            "  minik upgrade cluster demo --kubernetes-version v1.37.0 --dry-run"
        })
public final class UpgradeClusterCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterArgument cluster = new ClusterArgument();

    @Option(
            names = "--kubernetes-version",
            paramLabel = "VERSION",
            required = true,
            description = "Kubernetes version, such as v1.37.0; a missing node image is built.")
    private KubernetesVersion version = new KubernetesVersion(1, 0, 0, "");

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long each wait may take: for pods to be evicted, for a node to be Ready. Default: 5m.")
    private Duration timeout = Duration.ofMinutes(5);

    @Option(names = "--dry-run", description = "Print what would be done, and do nothing.")
    private boolean dryRun;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "Print the steps for a program: ${COMPLETION-CANDIDATES}.")
    private Optional<DataFormat> output = Optional.empty();

    /** Makes the command. */
    public UpgradeClusterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var name = cluster.resolve(context.host());
        var upgrades = context.services().upgrades();
        if (!dryRun) {
            context.cleansUpWhenInterrupted();
        }
        var steps = dryRun ? upgrades.plan(name, version) : upgrades.upgrade(name, version, timeout);
        var documents = steps.stream().map(Documents::of).toList();
        if (output.isPresent()) {
            context.print(output.get().render(Map.of("steps", documents)));
        } else if (dryRun) {
            context.print(Table.of(documents));
        }
        context.say(
                steps.isEmpty()
                        ? "Cluster \"%s\" has Kubernetes %s already.".formatted(name, version)
                        : dryRun ? "Nothing was done." : "Cluster \"%s\" has Kubernetes %s.".formatted(name, version));
        return 0;
    }
}
