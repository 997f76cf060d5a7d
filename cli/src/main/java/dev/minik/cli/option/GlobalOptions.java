package dev.minik.cli.option;

import dev.minik.cli.progress.ProgressMode;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of all commands; they may stand before and after a command's name. */
public final class GlobalOptions {
    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            scope = ScopeType.INHERIT,
            description = {
                "The container engine: an address (unix:///…, tcp://…), a Docker context, docker or podman.",
                "Default: MINIK_ENGINE, then the engine that is found."
            })
    private Optional<String> engine = Optional.empty();

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Say nothing but warnings and errors.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbosity"},
            paramLabel = "LEVEL",
            arity = "0..1",
            preprocessor = VerbosityPreprocessor.class,
            scope = ScopeType.INHERIT,
            description = "Show details, and stack traces of errors: 0 (default) or 1.")
    private int verbosity;

    @Option(
            names = "--progress",
            paramLabel = "MODE",
            scope = ScopeType.INHERIT,
            description = "How to show progress: ${COMPLETION-CANDIDATES}. Default: auto, live on a terminal.")
    private ProgressMode progress = ProgressMode.AUTO;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            description =
                    "When to use colours: ${COMPLETION-CANDIDATES}. Default: auto, on a terminal without NO_COLOR.")
    private ColorMode color = ColorMode.AUTO;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show how to use the command.")
    private boolean help;

    /** Returns the engine asked for on the command line. */
    public Optional<String> engine() {
        return engine;
    }

    /** Returns whether only warnings and errors are shown. */
    public boolean quiet() {
        return quiet;
    }

    /** Returns whether details and stack traces are shown. */
    public boolean verbose() {
        return verbosity > 0;
    }

    /** Returns how progress is shown. */
    public ProgressMode progress() {
        return progress;
    }

    /** Returns when colours are used. */
    public ColorMode color() {
        return color;
    }

    /** Returns whether help was asked for; picocli then prints it instead of running the command. */
    public boolean help() {
        return help;
    }
}
