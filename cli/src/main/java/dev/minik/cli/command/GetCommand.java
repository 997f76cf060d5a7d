package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik get}: only groups what follows. */
@Command(
        name = "get",
        description = "List clusters, nodes and published ports, print a kubeconfig.",
        subcommands = {
            GetClustersCommand.class,
            GetNodesCommand.class,
            GetPortsCommand.class,
            GetKubeconfigCommand.class
        },
        footerHeading = "%nExample:%n",
        footer = "  minik get nodes -o wide")
public final class GetCommand {}
