package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.option.NodeWaitOptions;
import dev.minik.config.NodeRequest;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik create node}. */
@Command(
        name = "node",
        description = {
            "Add nodes to a cluster that runs.",
            "A second control plane gets a load balancer before both; what cannot be added is removed again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik create node",
            "  minik create node --count 2 --label tier=front --taint dedicated=front:NoSchedule",
            "  minik create node --role control-plane --count 2 --name demo"
        })
public final class CreateNodeCommand implements Callable<Integer> {
    private static final int MOST_AT_ONCE = 100;

    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Option(names = "--role", paramLabel = "ROLE", description = "worker (default) or control-plane.")
    private Role role = Role.WORKER;

    @Option(names = "--count", paramLabel = "N", description = "How many. Default: 1.")
    private int count = 1;

    @Option(names = "--image", paramLabel = "IMAGE", description = "Node image. Default: the first control plane's.")
    private Optional<String> image = Optional.empty();

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Label of the nodes. May be given more than once.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--taint",
            paramLabel = "KEY=VALUE:EFFECT",
            description = "Taint of the nodes. May be given more than once.")
    private List<String> taints = List.of();

    @Mixin
    private final NodeWaitOptions wait = new NodeWaitOptions();

    /** Makes the command. */
    public CreateNodeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (count < 1 || count > MOST_AT_ONCE) {
            throw MinikException.of(
                    ExitCode.USAGE, "--count %d is no number of nodes".formatted(count), "Give a number from 1 to 100");
        }
        var name = cluster.resolve(context.host());
        var wanted = new NodeRequest(role, count, image, labels, taints).nodes();
        context.cleansUpWhenInterrupted();
        var added = context.services().nodes().add(name, wanted, wait.options());
        added.forEach(node -> context.print(node + "\n"));
        return 0;
    }
}
