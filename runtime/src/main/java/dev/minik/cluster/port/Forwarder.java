package dev.minik.cluster.port;

import dev.minik.cluster.port.Ports.Kind;
import dev.minik.cluster.port.Ports.PublishedPort;
import dev.minik.engine.ContainerInfo;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.model.Protocol;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a forwarder does; its container's labels tell, also while it is stopped.
 *
 * @param mapping from where to where, with the host's address and port
 * @param node the only node that it forwards to; empty for all
 */
record Forwarder(PortMapping mapping, Optional<String> node) {

    static Forwarder of(ContainerInfo container) {
        return new Forwarder(
                PortMapping.parse(container.labels().getOrDefault(Labels.PORT, "")),
                Optional.ofNullable(container.labels().get(Labels.NODE)));
    }

    /** Returns the name of its container: a port of the host leads to one place only. */
    String name(ClusterName cluster) {
        var suffix = mapping.protocol() == Protocol.TCP
                ? ""
                : "-" + mapping.protocol().lower();
        return "%s-forwarder-%d%s".formatted(cluster, mapping.hostPort(), suffix);
    }

    Map<String, String> labels(ClusterName cluster) {
        var labels = new TreeMap<>(Map.of(
                Labels.CLUSTER, cluster.value(),
                Labels.KIND, Labels.KIND_FORWARDER,
                Labels.PORT, mapping.toString()));
        node.ifPresent(name -> labels.put(Labels.NODE, name));
        return labels;
    }

    String hostAddress() {
        return mapping.hostAddress().orElse("");
    }

    /** Returns whether it does what another would, whichever free port of the host that one would take. */
    boolean does(Forwarder other) {
        return node.equals(other.node)
                && mapping.hostAddress().equals(other.mapping.hostAddress())
                && mapping.nodePort() == other.mapping.nodePort()
                && mapping.protocol() == other.mapping.protocol()
                && (other.mapping.hostPort() == 0 || mapping.hostPort() == other.mapping.hostPort());
    }

    PublishedPort published(ContainerInfo.State state) {
        return new PublishedPort(
                hostAddress(),
                mapping.hostPort(),
                mapping.protocol(),
                Kind.FORWARDER,
                node.orElse(""),
                mapping.nodePort(),
                state.name().toLowerCase(Locale.ROOT));
    }
}
