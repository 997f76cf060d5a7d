package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.option.DataOption;
import dev.minik.cli.option.NodesOption;
import dev.minik.cli.output.ByteSize;
import dev.minik.cli.output.Documents;
import dev.minik.cli.output.Text;
import dev.minik.cluster.image.ClusterImages.NodeLoad;
import dev.minik.cluster.image.ImageSource;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;

/** What all commands that load images share: where to, and how to tell what moved. */
public final class Loading {
    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Mixin
    private final NodesOption nodes = new NodesOption();

    @Mixin
    private final DataOption output = new DataOption();

    /** Loads images and prints what each node got. */
    int load(Context context, List<ImageSource> sources) {
        context.cleansUpWhenInterrupted();
        var loaded = context.services().images().load(cluster.resolve(context.host()), sources, nodes.names());
        context.print(output.format()
                .map(format -> format.render(Documents.of(loaded)))
                .orElseGet(() -> loaded.nodes().stream().map(Loading::line).collect(Collectors.joining())));
        return 0;
    }

    private static String line(NodeLoad load) {
        var node = Text.safe(load.node());
        return load.movedBytes() == 0
                ? "%s: already present\n".formatted(node)
                : "%s: moved %s of %s\n"
                        .formatted(node, ByteSize.of(load.movedBytes()), ByteSize.of(load.totalBytes()));
    }
}
