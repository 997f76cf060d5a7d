package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik restart}: only groups what follows. */
@Command(
        name = "restart",
        description = "Stop and start clusters or nodes.",
        subcommands = {RestartClusterCommand.class, RestartNodeCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik restart node demo-worker")
public final class RestartCommand {}
