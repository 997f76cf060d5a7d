package dev.minik.cluster.port;

import dev.minik.model.IpAddress;
import dev.minik.model.Protocol;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A port of the host that leads to a port of nodes.
 *
 * @param hostAddress the host's address; empty for its loopback address
 * @param hostPort the host's port; 0 for any free one
 * @param nodePort the nodes' port
 * @param protocol the transport of both
 */
public record PortMapping(Optional<String> hostAddress, int hostPort, int nodePort, Protocol protocol) {
    private static final Pattern FORM = Pattern.compile(
            "((?<address>\\[[^\\]]*\\]|[^:\\[\\]/]*):)??(?<host>\\d{1,5})(:(?<node>\\d{1,5}))?(/(?<protocol>\\p{Alpha}+))?");

    /**
     * Reads {@code [ADDRESS:]HOSTPORT[:NODEPORT][/PROTOCOL]}, an IPv6 address in brackets; the node's port is the host's unless it is given.
     * Throws {@link IllegalArgumentException} for anything else.
     */
    public static PortMapping parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not [ADDRESS:]HOSTPORT[:NODEPORT][/PROTOCOL], such as 8080:30080".formatted(text));
        }
        var host = HostPort.number(parts.group("host"), 0);
        var node = parts.group("node");
        if (node == null && host == 0) {
            throw new IllegalArgumentException("'%s' does not say which port of the nodes".formatted(text));
        }
        return new PortMapping(
                Optional.ofNullable(parts.group("address")).map(PortMapping::address),
                host,
                node == null ? host : HostPort.number(node, 1),
                HostPort.protocol(parts.group("protocol")));
    }

    private static String address(String text) {
        return IpAddress.parse(text.startsWith("[") ? text.substring(1, text.length() - 1) : text)
                .toString();
    }

    /** Returns the mapping at another address and port of the host. */
    PortMapping at(String address, int port) {
        return new PortMapping(Optional.of(address), port, nodePort, protocol);
    }

    /** Returns the host's port. */
    HostPort port() {
        return new HostPort(hostPort, protocol);
    }

    /** Returns it as {@link #parse} reads it. */
    @Override
    public String toString() {
        var address = hostAddress
                .map(text -> (text.contains(":") ? "[" + text + "]" : text) + ":")
                .orElse("");
        return "%s%d:%d/%s".formatted(address, hostPort, nodePort, protocol.lower());
    }
}
