package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik restore}: only groups what follows. */
@Command(
        name = "restore",
        description = "Restore the state of a cluster.",
        subcommands = RestoreBackupCommand.class,
        footerHeading = "%nExample:%n",
        footer = "  minik restore backup demo.db --name demo")
public final class RestoreCommand {}
