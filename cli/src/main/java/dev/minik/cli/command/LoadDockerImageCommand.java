package dev.minik.cli.command;

import dev.minik.cluster.image.ImageSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code minik load docker-image}, as kind spells it. */
@Command(
        name = "docker-image",
        description = "Load images that the engine has, as kind spells it.",
        footerHeading = "%nExample:%n",
        footer = "  minik load docker-image my-app:1.0 --nodes demo-worker,demo-worker2 --name demo")
public final class LoadDockerImageCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final Loading loading = new Loading();

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Images, by name, digest or id.")
    private List<String> images = List.of();

    /** Makes the command. */
    public LoadDockerImageCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return loading.load(
                context,
                images.stream()
                        .map(image -> (ImageSource) new ImageSource.Named(image))
                        .toList());
    }
}
