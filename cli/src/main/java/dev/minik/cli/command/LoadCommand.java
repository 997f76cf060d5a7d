package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik load}: only groups what follows. */
@Command(
        name = "load",
        description = "Load container images into the nodes of a cluster.",
        subcommands = {LoadImageCommand.class, LoadDockerImageCommand.class, LoadImageArchiveCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik load image my-app:1.0")
public final class LoadCommand {}
