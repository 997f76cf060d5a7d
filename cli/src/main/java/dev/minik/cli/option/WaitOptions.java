package dev.minik.cli.option;

import dev.minik.cluster.life.LifeCycle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How commands bring clusters to life. */
public final class WaitOptions {
    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description =
                    "How long to wait until all nodes are Ready and CoreDNS is available; 0 for not at all. Default: ${DEFAULT-VALUE}.")
    private Duration patience = Duration.ZERO;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig whose entry is brought up to date. Default: the one that kubectl would use.")
    private Optional<Path> kubeconfig = Optional.empty();

    /** Returns what the runtime takes. */
    public LifeCycle.Options options() {
        return new LifeCycle.Options(patience, kubeconfig);
    }
}
