package dev.minik.cli.command;

import picocli.CommandLine.Command;

/** {@code minik resume}: only groups what follows. */
@Command(
        name = "resume",
        description = "Let paused clusters run on.",
        subcommands = {ResumeClusterCommand.class},
        footerHeading = "%nExample:%n",
        footer = "  minik resume cluster demo")
public final class ResumeCommand {}
