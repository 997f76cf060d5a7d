package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik save}: only groups what follows. */
@Command(
        name = "save",
        description = "Save the state of a cluster.",
        subcommands = SaveBackupCommand.class,
        footerHeading = "%nExample:%n",
        footer = "  minik save backup demo.db --name demo")
public final class SaveCommand {}
