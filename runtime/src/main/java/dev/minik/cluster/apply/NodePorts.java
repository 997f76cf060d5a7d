package dev.minik.cluster.apply;

import dev.minik.cluster.port.PortMapping;
import dev.minik.cluster.port.Ports.Kind;
import dev.minik.cluster.port.Ports.PublishedPort;
import dev.minik.config.NodeConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ports of one node on the host, beside how they are wanted. What no file has named, as the ports that {@code minik expose} has published, is
 * none of its business. Pure.
 *
 * @param name the node's name
 * @param before how the node was wanted
 * @param after how it is wanted now
 * @param published all published ports of the cluster
 */
record NodePorts(String name, NodeConfig before, NodeConfig after, List<PublishedPort> published) {
    /** Returns what is wanted and not published. */
    List<PortMapping> missing() {
        return after.extraPortMappings().stream()
                .filter(wanted -> own().noneMatch(port -> fits(port, wanted)))
                .map(wanted -> new PortMapping(
                        Optional.of(wanted.listenAddress()),
                        Math.max(wanted.hostPort(), 0),
                        wanted.containerPort(),
                        wanted.protocol()))
                .toList();
    }

    /** Returns what is published because a file wanted it, and is not wanted any more. */
    List<PublishedPort> surplus() {
        return own().filter(port -> port.kind() == Kind.NODE
                        || before.extraPortMappings().stream().anyMatch(known -> fits(port, known)))
                .filter(port -> after.extraPortMappings().stream().noneMatch(wanted -> fits(port, wanted)))
                .toList();
    }

    private Stream<PublishedPort> own() {
        return published.stream().filter(port -> port.node().equals(name) && port.kind() != Kind.API_SERVER);
    }

    private static boolean fits(PublishedPort port, NodeConfig.PortMapping wanted) {
        return port.nodePort() == wanted.containerPort()
                && port.protocol() == wanted.protocol()
                && (wanted.hostPort() <= 0 || port.hostPort() == wanted.hostPort());
    }
}
