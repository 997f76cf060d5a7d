package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik create}: only groups what follows. */
@Command(
        name = "create",
        description = "Create a cluster, or what belongs to one.",
        subcommands = {CreateClusterCommand.class, CreateNodeCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik create cluster --workers 2")
public final class CreateCommand {}
