package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik delete}: only groups what follows. */
@Command(
        name = "delete",
        description = "Delete clusters, what belongs to one, or registries.",
        subcommands = {
            DeleteClusterCommand.class,
            DeleteClustersCommand.class,
            DeleteNodeCommand.class,
            DeleteRegistryCommand.class,
            DeleteImageCommand.class
        },
        footerHeading = "%nExample:%n",
        footer = "  minik delete cluster demo")
public final class DeleteCommand {}
