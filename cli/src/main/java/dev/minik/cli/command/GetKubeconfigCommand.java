package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.output.DataFormat;
import dev.minik.yaml.Yaml;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik get kubeconfig}. */
@Command(
        name = "kubeconfig",
        description = "Print the admin kubeconfig of a cluster. Whoever reads it may do anything there.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik get kubeconfig --name demo > demo.kubeconfig", "  minik get kubeconfig --internal"})
public final class GetKubeconfigCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Option(names = "--internal", description = "Use the address that holds inside the cluster's network.")
    private boolean internal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: yaml.")
    private DataFormat output = DataFormat.YAML;

    /** Makes the command. */
    public GetKubeconfigCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var yaml = context.services().clusters().kubeconfig(cluster.resolve(context.host()), internal);
        context.print(
                switch (output) {
                    case YAML -> yaml.endsWith("\n") ? yaml : yaml + "\n";
                    case JSON -> output.render(Objects.requireNonNullElse(Yaml.load(yaml), Map.of()));
                });
        return 0;
    }
}
