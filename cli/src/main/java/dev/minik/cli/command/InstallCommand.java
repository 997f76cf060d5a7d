package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik install}: only groups what follows. */
@Command(
        name = "install",
        description = "Install what minik needs on this host.",
        subcommands = {InstallEngineCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik install engine")
public final class InstallCommand {}
