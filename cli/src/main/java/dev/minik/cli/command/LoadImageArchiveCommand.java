package dev.minik.cli.command;

import dev.minik.cluster.image.ImageSource;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code minik load image-archive}, as kind spells it. */
@Command(
        name = "image-archive",
        description = "Load archives of images, as kind spells it.",
        footerHeading = "%nExample:%n",
        footer = "  minik load image-archive ./images.tar")
public final class LoadImageArchiveCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final Loading loading = new Loading();

    @Parameters(
            arity = "1..*",
            paramLabel = "ARCHIVE",
            description = "Files that 'docker save' wrote, or with an OCI layout, plain or compressed by gzip.")
    private List<Path> archives = List.of();

    /** Makes the command. */
    public LoadImageArchiveCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return loading.load(
                context,
                archives.stream()
                        .map(archive -> (ImageSource) new ImageSource.ArchiveFile(archive))
                        .toList());
    }
}
