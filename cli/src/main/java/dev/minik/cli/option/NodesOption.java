package dev.minik.cli.option;

import java.util.List;
import picocli.CommandLine.Option;

/** {@code --nodes}, for commands that can do with some nodes of a cluster. */
public final class NodesOption {
    @Option(
            names = "--nodes",
            split = ",",
            paramLabel = "NODE",
            description = "Only these nodes, with commas between them. Default: all.")
    private List<String> nodes = List.of();

    /** Returns the nodes' names; empty for all. */
    public List<String> names() {
        return List.copyOf(nodes);
    }
}
