package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik get}: only groups what follows. */
@Command(
        name = "get",
        description = "List clusters, nodes, images, published ports and registries, print a kubeconfig.",
        subcommands = {
            GetClustersCommand.class,
            GetNodesCommand.class,
            GetImagesCommand.class,
            GetPortsCommand.class,
            GetRegistriesCommand.class,
            GetKubeconfigCommand.class
        },
        footerHeading = "%nExample:%n",
        footer = "  minik get nodes -o wide")
public final class GetCommand {}
