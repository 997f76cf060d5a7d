package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.option.NodesOption;
import dev.minik.cli.output.Text;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik delete image}. */
@Command(
        name = "image",
        description = {
            "Delete images from the nodes of a cluster.",
            "Deleting an image that no node has succeeds. What a pod runs, and what Kubernetes itself needs, is refused."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik delete image my-app:1.0", "  minik delete image my-app:1.0 --nodes demo-worker --name demo"})
public final class DeleteImageCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Mixin
    private final NodesOption nodes = new NodesOption();

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Images, by name, digest or id.")
    private List<String> images = List.of();

    @Option(names = "--force", description = "Also what pods run, and what Kubernetes needs.")
    private boolean force;

    /** Makes the command. */
    public DeleteImageCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var deleted = context.services().images().delete(cluster.resolve(context.host()), images, nodes.names(), force);
        deleted.missing().forEach(name -> context.say("No node has %s.".formatted(Text.safe(name))));
        deleted.images()
                .forEach(image -> context.say("Deleted %s from %s."
                        .formatted(
                                Text.safe(image.name().isEmpty() ? image.id() : image.name()),
                                Text.safe(String.join(", ", image.nodes())))));
        return 0;
    }
}
