package dev.minik.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --kubeconfig}, for commands by which the API server may get another address. */
public final class MovedServerOption {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig to correct where the API server moves. Default: those that kubectl would use.")
    private Optional<Path> kubeconfig = Optional.empty();

    /** Returns the file that was named. */
    public Optional<Path> kubeconfig() {
        return kubeconfig;
    }
}
