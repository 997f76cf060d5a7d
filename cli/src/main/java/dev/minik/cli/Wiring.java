package dev.minik.cli;

import dev.minik.cli.port.ConfigReader;
import dev.minik.cli.port.EngineSetup;
import dev.minik.cli.port.HostCheck;
import dev.minik.cli.port.ImageBuilds;
import dev.minik.cli.port.Services;
import dev.minik.cluster.Clusters;

/**
 * The one place where the ports of the command line meet what is behind them. Each method makes its service when it is asked for, so
 * that no class of an engine client is loaded before.
 */
final class Wiring implements Services {
    private final Settings settings;

    Wiring(Settings settings) {
        this.settings = settings;
    }

    @Override
    public Clusters clusters() {
        throw missing("Clusters");
    }

    @Override
    public ConfigReader config() {
        throw missing("ConfigReader");
    }

    @Override
    public EngineSetup engineSetup() {
        throw missing("EngineSetup");
    }

    @Override
    public ImageBuilds imageBuilds() {
        throw missing("ImageBuilds");
    }

    @Override
    public HostCheck hostCheck() {
        throw missing("HostCheck");
    }

    @Override
    public void close() {}

    private UnsupportedOperationException missing(String port) {
        return new UnsupportedOperationException(
                "nothing is behind the port %s yet (engine %s)".formatted(port, settings.engine()));
    }
}
