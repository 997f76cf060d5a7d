package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik export kubeconfig}. */
@Command(
        name = "kubeconfig",
        description = "Merge the admin kubeconfig of a cluster into a file and make it the current context.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik export kubeconfig --name demo", "  minik export kubeconfig --kubeconfig demo.kubeconfig"})
public final class ExportKubeconfigCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig to merge into. Default: the one that kubectl would write.")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(names = "--internal", description = "Use the address that holds inside the cluster's network.")
    private boolean internal;

    /** Makes the command. */
    public ExportKubeconfigCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var name = cluster.resolve(context.host());
        var file = context.services().clusters().exportKubeconfig(name, kubeconfig, internal);
        context.say("Wrote the kubeconfig of cluster \"%s\" to %s.".formatted(name, file));
        return 0;
    }
}
