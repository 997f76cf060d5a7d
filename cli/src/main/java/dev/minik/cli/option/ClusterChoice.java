package dev.minik.cli.option;

import dev.minik.cli.terminal.Host;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.util.Optional;

/** Decides which cluster is meant: argument or flag, then {@code MINIK_CLUSTER_NAME}, then the default. */
public final class ClusterChoice {
    private static final String VARIABLE = "MINIK_CLUSTER_NAME";

    private ClusterChoice() {}

    /** Returns the cluster that {@code flag}, the environment or the default names; fails with {@code USAGE} for an impossible name. */
    public static ClusterName resolve(Optional<String> flag, Host host) {
        return named(Optional.empty(), flag, host).orElse(ClusterName.DEFAULT);
    }

    /** Returns the cluster that was named, if any was. */
    static Optional<ClusterName> named(Optional<String> argument, Optional<String> flag, Host host) {
        if (argument.isPresent() && flag.isPresent() && !argument.equals(flag)) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "two different cluster names are given: '%s' and '%s'"
                            .formatted(argument.orElseThrow(), flag.orElseThrow()),
                    "Name the cluster once, as argument or with --name");
        }
        var given = argument.or(() -> flag);
        if (given.isPresent()) {
            return given.map(name -> checked(name, "Choose another name"));
        }
        return host.variable(VARIABLE).map(name -> checked(name, "Correct the environment variable " + VARIABLE));
    }

    private static ClusterName checked(String name, String remedy) {
        try {
            return new ClusterName(name);
        } catch (IllegalArgumentException e) {
            throw MinikException.of(ExitCode.USAGE, String.valueOf(e.getMessage()), remedy)
                    .causedBy(e);
        }
    }
}
