package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.option.NodesOption;
import dev.minik.cli.output.ByteSize;
import dev.minik.cli.output.Documents;
import dev.minik.cli.output.ListFormat;
import dev.minik.cli.output.Table;
import dev.minik.cluster.image.ClusterImages.NodeImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik get images}. */
@Command(
        name = "images",
        description = "List the images that the nodes of a cluster have.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik get images", "  minik get images --nodes demo-worker --name demo -o json"})
public final class GetImagesCommand implements Callable<Integer> {
    private static final int SHORT_ID = "sha256:".length() + 12;

    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Mixin
    private final NodesOption nodes = new NodesOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: wide.")
    private ListFormat output = ListFormat.WIDE;

    /** Makes the command. */
    public GetImagesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var images = context.services().images().list(cluster.resolve(context.host()), nodes.names());
        context.print(
                output == ListFormat.WIDE
                        ? table(images)
                        : output.render(images, GetImagesCommand::called, Documents::of));
        return 0;
    }

    private static String called(NodeImage image) {
        return image.name().isEmpty() ? image.id() : image.name();
    }

    private static String table(List<NodeImage> images) {
        long all = images.stream()
                .flatMap(image -> image.nodes().stream())
                .distinct()
                .count();
        return Table.of(images.stream().map(image -> row(image, all)).toList());
    }

    /** Most images are on all nodes: naming those each time would hide the others. */
    private static Map<String, Object> row(NodeImage image, long all) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", image.name());
        row.put("id", image.id().length() > SHORT_ID ? image.id().substring("sha256:".length(), SHORT_ID) : image.id());
        row.put("size", ByteSize.of(image.sizeBytes()));
        row.put("nodes", all > 1 && image.nodes().size() == all ? "all" : image.nodes());
        return row;
    }
}
