package dev.minik.cli.port;

import dev.minik.cluster.ClusterNodes;
import dev.minik.cluster.Clusters;
import dev.minik.cluster.apply.ClusterChanges;
import dev.minik.cluster.backup.Backups;
import dev.minik.cluster.image.ClusterImages;
import dev.minik.cluster.life.LifeCycle;
import dev.minik.cluster.port.Ports;
import dev.minik.cluster.registry.Registries;
import dev.minik.cluster.upgrade.ClusterUpgrades;
import dev.minik.progress.Progress;
import java.util.Map;
import java.util.Optional;

/**
 * What commands call. Each service is made when it is first asked for, so that a command pays only for what it uses:
 * {@code minik --help} loads no engine client.
 */
public interface Services extends AutoCloseable {
    /**
     * Returns the clusters of the engine in use.
     *
     * @throws dev.minik.error.MinikException with {@code ENGINE_UNAVAILABLE} when no engine answers
     */
    Clusters clusters();

    /** Returns what changes the nodes of clusters of the engine in use; fails as {@link #clusters} does. */
    ClusterNodes nodes();

    /** Returns what makes clusters of the engine in use as config files say; fails as {@link #clusters} does. */
    ClusterChanges changes();

    /** Returns what upgrades clusters of the engine in use; fails as {@link #clusters} does. */
    ClusterUpgrades upgrades();

    /**
     * Returns the registries of the engine in use.
     *
     * @throws dev.minik.error.MinikException with {@code ENGINE_UNAVAILABLE} when no engine answers
     */
    Registries registries();

    /** Returns the images in the nodes of clusters of the engine in use; fails as {@link #clusters} does. */
    ClusterImages images();

    /** Returns what stops, starts, freezes and thaws the clusters of the engine in use. */
    LifeCycle lifeCycle();

    /** Returns the reader of cluster configurations; needs no engine. */
    ConfigReader config();

    /** Returns the installer of engines; needs no engine. */
    EngineSetup engineSetup();

    /** Returns the builder of node images. */
    ImageBuilds imageBuilds();

    /** Returns the check of this host; works without an engine. */
    HostCheck hostCheck();

    /** Returns the published ports of clusters. */
    Ports ports();

    /** Returns the backups of clusters' state. */
    Backups backups();

    @Override
    void close();

    /** Opens services; cheap, since nothing is made before it is asked for. */
    @FunctionalInterface
    interface Factory {
        /** Returns services with these settings. */
        Services open(Settings settings);
    }

    /**
     * What the command line and the environment say to all services.
     *
     * @param engine the engine asked for by {@code --engine} or {@code MINIK_ENGINE}: an address, a context or a word
     * @param progress who is told how far operations are
     * @param environment the process's environment variables
     */
    record Settings(Optional<String> engine, Progress progress, Map<String, String> environment) {
        /** Copies the environment. */
        public Settings {
            environment = Map.copyOf(environment);
        }
    }
}
