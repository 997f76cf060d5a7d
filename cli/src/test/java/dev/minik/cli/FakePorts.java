package dev.minik.cli;

import dev.minik.cluster.port.HostPort;
import dev.minik.cluster.port.PortMapping;
import dev.minik.cluster.port.Ports;
import dev.minik.model.ClusterName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** Ports in memory, of one cluster. */
@NullMarked
final class FakePorts implements Ports {
    final List<PublishedPort> ports = new ArrayList<>();
    final List<String> calls = new ArrayList<>();

    @Override
    public List<PublishedPort> expose(ClusterName name, List<PortMapping> wanted, Optional<String> node) {
        calls.add("expose %s %s %s".formatted(name, wanted, node.orElse("-")));
        var exposed = wanted.stream()
                .map(one -> new PublishedPort(
                        one.hostAddress().orElse("127.0.0.1"),
                        one.hostPort(),
                        one.protocol(),
                        Kind.FORWARDER,
                        node.orElse(""),
                        one.nodePort(),
                        "running"))
                .toList();
        ports.addAll(exposed);
        return exposed;
    }

    @Override
    public List<PublishedPort> unexpose(ClusterName name, List<HostPort> ended) {
        calls.add("unexpose %s %s".formatted(name, ended));
        var found = ports.stream()
                .filter(port -> ended.contains(new HostPort(port.hostPort(), port.protocol())))
                .toList();
        ports.removeAll(found);
        return found;
    }

    @Override
    public List<PublishedPort> unexposeAll(ClusterName name) {
        calls.add("unexposeAll " + name);
        var found = List.copyOf(ports);
        ports.clear();
        return found;
    }

    @Override
    public List<PublishedPort> list(ClusterName name) {
        calls.add("list " + name);
        return List.copyOf(ports);
    }

    @Override
    public void follow(ClusterName name) {
        calls.add("follow " + name);
    }
}
