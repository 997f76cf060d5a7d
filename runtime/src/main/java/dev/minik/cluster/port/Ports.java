package dev.minik.cluster.port;

import dev.minik.model.ClusterName;
import dev.minik.model.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * The ports of clusters that are published on the host. An engine cannot publish further ports of a container that exists; so each
 * has a container of its own, a forwarder, which belongs to the cluster as its nodes do.
 */
public interface Ports {
    /**
     * Publishes ports of a running cluster. What is published so already stays as it is; where one cannot be published, none of the others
     * that are new is. Fails with {@link dev.minik.error.ExitCode#EXISTS_OR_NOT_FOUND} where a port of the host leads somewhere else already,
     * or there is no such cluster or node; with {@link dev.minik.error.ExitCode#WRONG_STATE} where the cluster does not run.
     *
     * @param node the only node to forward to; empty for all that answer at the port, also later ones
     * @return the ports, in the order of {@code wanted}
     */
    List<PublishedPort> expose(ClusterName name, List<PortMapping> wanted, Optional<String> node);

    /**
     * Ends the publication of ports of a cluster, running or not; fails where one of them is published by a node itself.
     *
     * @return what was published and is no more
     */
    List<PublishedPort> unexpose(ClusterName name, List<HostPort> ports);

    /** Ends the publication of all ports that {@link #expose} has published, and returns them. */
    List<PublishedPort> unexposeAll(ClusterName name);

    /** Returns all published ports of a cluster, its API server's first. What does not run publishes none, but forwarders are known. */
    List<PublishedPort> list(ClusterName name);

    /** Tells the forwarders of a cluster which nodes there are now; to be called by whoever adds or removes nodes. */
    void follow(ClusterName name);

    /**
     * A port of the host that leads into a cluster.
     *
     * @param hostAddress where it is published
     * @param kind what publishes it
     * @param node the node that it leads to; empty for all of them
     * @param nodePort the port that it leads to
     * @param state the state of the container that publishes it: {@code running} or another of the engine's words
     */
    record PublishedPort(
            String hostAddress, int hostPort, Protocol protocol, Kind kind, String node, int nodePort, String state) {}

    /** What publishes a port. */
    enum Kind {
        /** The API server's node or balancer. */
        API_SERVER,
        /** A node, since it was made. */
        NODE,
        /** A forwarder. */
        FORWARDER
    }
}
