package dev.minik.cli.command;

import dev.minik.cli.port.ImageBuilds;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.KubernetesVersion;
import java.util.List;
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
            "  minik build node-image --source ~/kubernetes/_output --image my-node:dev",
            "  minik build node-image --add-image my-app:1 --add-image images.tar --image my-node:with-app"
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
    private Optional<String> source = Optional.empty();

    @Option(
            names = "--add-image",
            paramLabel = "IMAGE",
            description = {
                "Make a node image of another one, with this image of the engine, or the images of this archive, in it,",
                "so that pods start without a pull. May be given more than once."
            })
    private List<String> added = List.of();

    @Option(
            names = "--base-image",
            paramLabel = "IMAGE",
            description = "Node image that --add-image begins with. Default: localhost/minik-node:VERSION.")
    private Optional<String> base = Optional.empty();

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = {
                "Name of the image. Default: localhost/minik-node:VERSION; with --add-image, to which its content is",
                "added as a digest."
            })
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
        refuseContradictions();
        context.cleansUpWhenInterrupted();
        if (yes) {
            installWhatIsMissing();
        }
        context.print(build(context.services().imageBuilds()) + "\n");
        return 0;
    }

    private String build(ImageBuilds builds) {
        return added.isEmpty()
                ? builds.build(new ImageBuilds.Request(
                        kubernetesVersion, ImageBuilds.Source.parse(source.orElse("auto")), image))
                : builds.add(new ImageBuilds.Addition(kubernetesVersion, base, added, image));
    }

    private void refuseContradictions() {
        if (added.isEmpty() && base.isPresent()) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "--base-image is what --add-image begins with",
                    "Name an image to add, or leave it out");
        }
        if (!added.isEmpty() && source.isPresent()) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "--add-image begins with a node image that is there, --source builds one",
                    "Build it first, then name it by --base-image");
        }
        if (base.isPresent() && kubernetesVersion.isPresent()) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "--base-image holds a Kubernetes version already",
                    "Leave out --kubernetes-version");
        }
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
