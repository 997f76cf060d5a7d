package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik stop}: only groups what follows. */
@Command(
        name = "stop",
        description = "Stop clusters.",
        subcommands = {StopClusterCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik stop cluster demo")
public final class StopCommand {}
