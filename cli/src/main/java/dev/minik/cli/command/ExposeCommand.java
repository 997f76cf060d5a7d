package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.output.Documents;
import dev.minik.cli.output.ListFormat;
import dev.minik.cluster.port.PortMapping;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik expose}. */
@Command(
        name = "expose",
        description = {
            "Publish ports of a running cluster on this host, and print where.",
            "A port leads to the same port, or to NODEPORT, of every node that answers there: that of a service of type NodePort, of a pod with a"
                    + " hostPort, of an ingress. What is exposed so already stays as it is."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  minik expose 8080:30080",
            "  minik expose 5353:30053/udp --name demo",
            "  minik expose 0:80 --node minik-worker",
            "  minik expose 0.0.0.0:8443:30443 [::1]:8444:30443"
        })
public final class ExposeCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Parameters(
            arity = "1..*",
            paramLabel = "PORT",
            description =
                    "[ADDRESS:]HOSTPORT[:NODEPORT][/tcp|udp|sctp]. HOSTPORT 0 takes a free one. Default address: 127.0.0.1, or ::1 for"
                            + " a cluster that prefers IPv6.")
    private List<PortMapping> ports = List.of();

    @Option(names = "--node", paramLabel = "NODE", description = "The only node to lead to. Default: all of them.")
    private Optional<String> node = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: name, which is where each port listens.")
    private ListFormat output = ListFormat.NAME;

    /** Makes the command. */
    public ExposeCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var name = cluster.resolve(context.host());
        context.cleansUpWhenInterrupted();
        var exposed = context.services().ports().expose(name, ports, node);
        context.print(output.render(exposed, Documents::listener, Documents::of));
        return 0;
    }
}
