package dev.minik.cluster.registry;

import dev.minik.config.RegistryConfig;
import dev.minik.config.RegistryConfig.Credentials;
import dev.minik.model.ClusterName;
import dev.minik.model.RegistryName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything that can be done with registries: minik's own, which belong to no cluster and outlive them, and what clusters are told of
 * others. Failures are {@link dev.minik.error.MinikException}s with the exit codes that the command line promises.
 */
public interface Registries {
    /**
     * Makes sure that there is a registry, that it runs, and that clusters use it. Data that was kept of one of the same name is there
     * again.
     */
    Created create(Wanted wanted);

    /**
     * Removes a registry.
     *
     * @return whether there was anything to remove
     */
    boolean delete(RegistryName name, DeleteOptions options);

    /** Returns all registries, by name. */
    List<RegistrySummary> list();

    /**
     * Makes what the nodes of a live cluster are told of registries equal to what is wanted, and connects and disconnects registries
     * of minik's own accordingly. What is so already is left alone; nodes that do not run are changed as well.
     *
     * @param registries how nodes reach registries, as a config file says
     * @param local the registries of minik's own that the cluster uses
     * @return whether anything was changed
     */
    boolean setRegistries(ClusterName cluster, List<RegistryConfig> registries, List<RegistryName> local);

    /**
     * A registry as it is wanted.
     *
     * @param port the host port; 0 for any free one, empty for the one that is usual
     * @param upstream what it is to be a cache of; empty for one that is pushed to
     * @param image the image to make it from; empty for minik's own
     * @param clusters the clusters that are to use it
     */
    record Wanted(
            RegistryName name,
            OptionalInt port,
            Optional<Upstream> upstream,
            Optional<String> image,
            List<ClusterName> clusters) {
        /** Copies the list. */
        public Wanted {
            clusters = List.copyOf(clusters);
        }
    }

    /**
     * How to remove.
     *
     * @param keepData whether its images are kept for the next registry of its name
     * @param force whether it is removed although clusters use it, which then pull no more from it
     */
    record DeleteOptions(boolean keepData, boolean force) {}

    /**
     * What a registry is a cache of.
     *
     * @param url where it is, such as {@code https://registry-1.docker.io}
     * @param credentials who pulls there; empty for nobody in particular
     */
    record Upstream(String url, Optional<Credentials> credentials) {}

    /**
     * What was asked for is there.
     *
     * @param made whether the registry was made now, and not before
     */
    record Created(RegistrySummary registry, boolean made) {}

    /**
     * A registry in a list.
     *
     * @param state a word for the state of its container, such as {@code running}
     * @param host what names of its images begin with, on the engine's host and in the nodes of clusters that use it
     * @param inside host and port by which containers in the networks of such clusters reach it
     * @param upstream what it is a cache of; empty for one that is pushed to
     * @param clusters the clusters that use it
     * @param image the image that it was made from
     */
    record RegistrySummary(
            String name,
            String state,
            String host,
            String inside,
            String upstream,
            List<String> clusters,
            String image) {
        /** Copies the list. */
        public RegistrySummary {
            clusters = List.copyOf(clusters);
        }
    }
}
