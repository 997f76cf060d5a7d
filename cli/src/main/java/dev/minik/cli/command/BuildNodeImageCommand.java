package dev.minik.cli.command;

import dev.minik.cli.port.ImageBuilds;
import dev.minik.model.KubernetesVersion;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code minik build node-image}. */
@Command(
        name = "node-image",
        description = "Build a node image, load it into the engine and print its name.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik build node-image",
            "  minik build node-image --kubernetes-version v1.36.3 --source go-modules",
            "  minik build node-image --source ~/kubernetes/_output --image my-node:dev"
        })
public final class BuildNodeImageCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--kubernetes-version",
            paramLabel = "VERSION",
            description = "Kubernetes version, such as v1.37.0.")
    private Optional<KubernetesVersion> kubernetesVersion = Optional.empty();

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            description = {
                "Where Kubernetes comes from: release (download), go-modules (compile), the path of a local build,",
                "or auto (default), the first of release and go-modules that can be reached."
            })
    private String source = "auto";

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "Name of the image. Default: localhost/minik-node:VERSION.")
    private Optional<String> image = Optional.empty();

    @Option(
            names = {"-y", "--yes"},
            description = "Install a missing container engine and missing build tools without asking.")
    private boolean yes;

    /** Makes the command. */
    public BuildNodeImageCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var request = new ImageBuilds.Request(kubernetesVersion, ImageBuilds.Source.parse(source), image);
        context.cleansUpWhenInterrupted();
        if (yes) {
            installWhatIsMissing();
        }
        context.print(context.services().imageBuilds().build(request) + "\n");
        return 0;
    }

    private void installWhatIsMissing() {
        var setup = context.services().engineSetup();
        var plan = setup.plan();
        if (!plan.isEmpty()) {
            context.say("minik is going to:");
            plan.forEach(line -> context.say("  " + line));
            setup.install();
        }
    }
}
