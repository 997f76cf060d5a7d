package dev.minik.cli.command;

import dev.minik.cli.option.GlobalOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code minik} itself: without a command it shows what there is. Its commands are in {@link CommandGroup}. */
@Command(
        name = "minik",
        description = "Launches local Kubernetes clusters in containers, with kubeadm, quickly.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik create cluster",
            "  minik create cluster --workers 2 --name demo",
            "  minik kubectl get pods -A",
            "  minik delete cluster"
        })
public final class MinikCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    @SuppressWarnings("unused") // picocli reads it
    private final GlobalOptions options;

    @Option(
            names = {"-V", "--version"},
            description = "Show minik's version.")
    private boolean version;

    @Spec
    private @Nullable CommandSpec spec;

    /** Makes the root of all commands. */
    public MinikCommand(Context context) {
        this.context = context;
        this.options = context.options();
    }

    @Override
    public Integer call() {
        if (version) {
            return new VersionCommand(context).call();
        }
        context.print(Usage.of(spec));
        return 0;
    }
}
