package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik repair}: only groups what follows. */
@Command(
        name = "repair",
        description = "Repair a cluster.",
        subcommands = {RepairClusterCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik repair cluster demo")
public final class RepairCommand {}
