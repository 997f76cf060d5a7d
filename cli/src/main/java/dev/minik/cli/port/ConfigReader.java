package dev.minik.cli.port;

import dev.minik.config.ClusterConfig;
import dev.minik.config.ConfigOverrides;
import java.util.Optional;

/** Makes a cluster configuration from a file and flags. */
@FunctionalInterface
public interface ConfigReader {
    /**
     * Returns the valid and complete configuration; fails with {@code INVALID_CONFIG}, all problems reported at once.
     *
     * @param file the configuration file; empty when none is given
     */
    ClusterConfig load(Optional<ConfigFile> file, ConfigOverrides overrides);

    /**
     * A configuration file that was read.
     *
     * @param origin where it comes from, for messages
     */
    record ConfigFile(String origin, String text) {}
}
