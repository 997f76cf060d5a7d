package dev.minik.cli.command;

import dev.minik.cli.option.ClusterOption;
import dev.minik.cli.output.Documents;
import dev.minik.cli.output.ListFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code minik get ports}. */
@Command(
        name = "ports",
        description = {
            "List what is published of a cluster on this host: its API server, the ports that nodes were created with, and what 'minik expose'"
                    + " has added."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  minik get ports", "  minik get ports --name demo -o json"})
public final class GetPortsCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: wide.")
    private ListFormat output = ListFormat.WIDE;

    /** Makes the command. */
    public GetPortsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var name = cluster.resolve(context.host());
        var ports = context.services().ports().list(name);
        if (ports.isEmpty() && !output.isData()) {
            context.say("No ports of cluster \"%s\" are published.".formatted(name));
        }
        context.print(output.render(ports, Documents::listener, Documents::of));
        return 0;
    }
}
