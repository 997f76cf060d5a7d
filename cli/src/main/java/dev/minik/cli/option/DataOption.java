package dev.minik.cli.option;

import dev.minik.cli.output.DataFormat;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --output}, for commands that print for people unless a program reads it. */
public final class DataOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "Print for a program: ${COMPLETION-CANDIDATES}.")
    private Optional<DataFormat> format = Optional.empty();

    /** Returns the format; empty for people. */
    public Optional<DataFormat> format() {
        return format;
    }
}
