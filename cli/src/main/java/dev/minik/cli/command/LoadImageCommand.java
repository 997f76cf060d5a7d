package dev.minik.cli.command;

import dev.minik.cluster.image.ImageSource;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code minik load image}. */
@Command(
        name = "image",
        description = {
            "Load images into the nodes of a cluster, and tell what moved.",
            "Only what a node lacks is moved, to all nodes at once."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik load image my-app:1.0",
            "  minik load image my-app:1.0 helper:2 --nodes demo-worker --name demo",
            "  minik load image ./images.tar",
            "  docker save my-app:1.0 | minik load image -"
        })
public final class LoadImageCommand implements Callable<Integer> {
    private static final List<String> ARCHIVES = List.of(".tar", ".tar.gz", ".tgz");

    private final Context context;

    @Mixin
    private final Loading loading = new Loading();

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE|ARCHIVE|-",
            description =
                    "Images that the engine has, by name, digest or id; archives of images, by their files; - for one"
                            + " on standard input.")
    private List<String> images = List.of();

    /** Makes the command. */
    public LoadImageCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return loading.load(context, images.stream().map(this::source).toList());
    }

    private ImageSource source(String text) {
        if (text.equals("-")) {
            return new ImageSource.ArchiveStream(context.console().in());
        }
        return isFile(text) ? new ImageSource.ArchiveFile(Path.of(text)) : new ImageSource.Named(text);
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text)) || ARCHIVES.stream().anyMatch(text::endsWith);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
