package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik start}: only groups what follows. */
@Command(
        name = "start",
        description = "Start clusters that were stopped.",
        subcommands = {StartClusterCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik start cluster demo")
public final class StartCommand {}
