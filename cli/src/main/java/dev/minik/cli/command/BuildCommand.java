package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik build}: only groups what follows. */
@Command(
        name = "build",
        description = "Build node images.",
        subcommands = {BuildNodeImageCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik build node-image --kubernetes-version v1.37.0")
public final class BuildCommand {}
