package dev.minik.cli.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The help of a command as text. */
final class Usage {
    private Usage() {}

    /** Returns the help of the command that picocli gave the specification of. */
    static String of(@Nullable CommandSpec spec) {
        var command = Objects.requireNonNull(spec, "picocli sets it").commandLine();
        return command.getUsageMessage(command.getColorScheme());
    }
}
