package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik delete}: only groups what follows. */
@Command(
        name = "delete",
        description = "Delete clusters, or what belongs to one.",
        subcommands = {DeleteClusterCommand.class, DeleteClustersCommand.class, DeleteNodeCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik delete cluster demo")
public final class DeleteCommand {}
