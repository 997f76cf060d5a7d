package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.output.Documents;
import dev.minik.cluster.port.HostPort;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik unexpose}. */
@Command(
        name = "unexpose",
        description = {
            "End what 'minik expose' has published.",
            "A port that is not exposed is no failure. Ports that a node was created with stay."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik unexpose 8080", "  minik unexpose 5353/udp --name demo", "  minik unexpose --all"})
public final class UnexposeCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Parameters(arity = "0..*", paramLabel = "HOSTPORT", description = "Ports of this host: PORT[/tcp|udp|sctp].")
    private List<HostPort> ports = List.of();

    @Option(
            names = {"-A", "--all"},
            description = "End all that are exposed.")
    private boolean all;

    /** Makes the command. */
    public UnexposeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (all == !ports.isEmpty()) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    all ? "both ports and --all are given" : "no port is given",
                    "Name the ports or give --all");
        }
        var name = cluster.resolve(context.host());
        var service = context.services().ports();
        var ended = all ? service.unexposeAll(name) : service.unexpose(name, ports);
        ended.forEach(port -> context.say("%s is not exposed any more.".formatted(Documents.listener(port))));
        if (ended.isEmpty()) {
            context.say("Nothing was exposed there.");
        }
        return 0;
    }
}
