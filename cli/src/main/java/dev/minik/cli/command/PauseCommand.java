package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik pause}: only groups what follows. */
@Command(
        name = "pause",
        description = "Freeze clusters.",
        subcommands = {PauseClusterCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik pause cluster demo")
public final class PauseCommand {}
