package dev.minik.engine;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command to run in a container.
 *
 * @param command program and arguments, never a shell string made from input
 * @param environment variables besides the container's
 * @param stdin what the command reads; nothing when empty
 * @param stdout where its output goes; into the result when empty
 * @param stderr where its error output goes; into the result when empty
 * @param tty whether it gets a terminal (its output then all comes as stdout)
 */
public record ExecSpec(
        List<String> command,
        Map<String, String> environment,
        Optional<InputStream> stdin,
        Optional<OutputStream> stdout,
        Optional<OutputStream> stderr,
        boolean tty) {
    /** Copies the collections. */
    public ExecSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Returns a plain command whose output is collected. */
    public static ExecSpec of(String... command) {
        return new ExecSpec(List.of(command), Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }
}
