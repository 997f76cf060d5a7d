package dev.minik.cli.command;

import dev.minik.cli.option.WaitOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code minik restart node}. */
@Command(
        name = "node",
        description = {
            "Stop and start nodes, one after the other, and wait until each is ready.",
            "Nodes are named as 'minik get nodes' names them; nodes of etcd may be restarted as well."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik restart node demo-worker", "  minik restart node demo-worker demo-worker2 --wait 2m"})
public final class RestartNodeCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "NODE", arity = "1..*", description = "The nodes.")
    private List<String> nodes = List.of();

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    /** Makes the command. */
    public RestartNodeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.services().lifeCycle().restartNodes(nodes, wait.options());
        context.say("Restarted %s.".formatted(String.join(", ", nodes)));
        return 0;
    }
}
