package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik upgrade}: only groups what follows. */
@Command(
        name = "upgrade",
        description = "Upgrade a cluster.",
        subcommands = {UpgradeClusterCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik upgrade cluster demo --kubernetes-version v1.37.0")
public final class UpgradeCommand {}
