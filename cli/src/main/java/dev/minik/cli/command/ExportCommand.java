package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik export}: only groups what follows. */
@Command(
        name = "export",
        description = "Write a kubeconfig or the logs of a cluster to files.",
        subcommands = {ExportKubeconfigCommand.class, ExportLogsCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik export logs")
public final class ExportCommand {}
