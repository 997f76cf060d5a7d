package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik create}: only groups what follows. */
@Command(
        name = "create",
        description = "Create a cluster, what belongs to one, or a registry.",
        subcommands = {CreateClusterCommand.class, CreateNodeCommand.class, CreateRegistryCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik create cluster --workers 2")
public final class CreateCommand {}
