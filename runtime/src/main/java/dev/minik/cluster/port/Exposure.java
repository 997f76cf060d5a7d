package dev.minik.cluster.port;

import dev.minik.cluster.AgentSettings;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.HostPorts;
import dev.minik.cluster.port.Ports.PublishedPort;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.Engine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One call to publish ports of a cluster: what is to be refused is before anything is made. */
final class Exposure {
    private final ClusterParts parts;
    private final Engine engine;
    private final Forwarders forwarders;
    private final ClusterName cluster;
    private final List<ContainerInfo> nodes;
    private final Optional<String> node;
    private final HostPorts host;

    Exposure(ClusterParts parts, Forwarders forwarders, ClusterName cluster, Optional<String> node) {
        this.parts = parts;
        this.forwarders = forwarders;
        this.cluster = cluster;
        this.node = node;
        engine = parts.engine();
        nodes = parts.runningNodesOf(cluster);
        host = new HostPorts(engine, parts.info(), parts.random());
    }

    List<PublishedPort> expose(List<PortMapping> wanted) {
        checkNode();
        Map<Forwarder, Optional<ContainerInfo>> all = new LinkedHashMap<>();
        var there = forwarders.of(cluster);
        for (PortMapping mapping : wanted) {
            decide(mapping, there, all);
        }
        start(all);
        return all.keySet().stream().map(one -> one.published(State.RUNNING)).toList();
    }

    private void checkNode() {
        if (node.isPresent() && nodes.stream().noneMatch(one -> one.name().equals(node.get()))) {
            throw MinikException.of(
                    ExitCode.EXISTS_OR_NOT_FOUND,
                    "cluster %s has no node '%s'".formatted(cluster, node.get()),
                    "'minik get nodes --name %s' lists its nodes".formatted(cluster));
        }
    }

    /** Adds the forwarder for a mapping to {@code all}, with its container where it is there already. */
    private void decide(PortMapping mapping, List<ContainerInfo> there, Map<Forwarder, Optional<ContainerInfo>> all) {
        var address = mapping.hostAddress().orElseGet(this::loopback);
        var forwarder = new Forwarder(mapping.at(address, mapping.hostPort()), node);
        var same =
                there.stream().filter(one -> Forwarder.of(one).does(forwarder)).findFirst();
        if (same.isPresent()) {
            all.put(Forwarder.of(same.get()), same);
            return;
        }
        if (!parts.info().publishesOnLoopback6() && address.equals("::1")) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "%s cannot publish a port on ::1".formatted(parts.info().name()),
                    "expose it on another address of the host: [ADDRESS]:%d:%d"
                            .formatted(mapping.hostPort(), mapping.nodePort()));
        }
        there.stream()
                .map(Forwarder::of)
                .filter(one -> one.mapping().port().equals(forwarder.mapping().port()))
                .findFirst()
                .ifPresent(one -> refuse(one));
        if (mapping.hostPort() > 0) {
            host.refuseTaken(address, mapping.hostPort(), mapping.protocol());
        }
        var chosen = mapping.hostPort() > 0 ? mapping.hostPort() : freePort(all);
        var clash = all.keySet().stream()
                .filter(one -> one.mapping().port().equals(new HostPort(chosen, mapping.protocol())))
                .findFirst();
        if (clash.isPresent() && !clash.get().does(forwarder)) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "port %s of the host is named twice".formatted(mapping.port()),
                    "name another port for one of them");
        }
        all.put(new Forwarder(mapping.at(address, chosen), node), Optional.empty());
    }

    private void refuse(Forwarder other) {
        var port = other.mapping().port();
        throw MinikException.of(
                ExitCode.EXISTS_OR_NOT_FOUND,
                "port %s of the host leads elsewhere already: %s%s"
                        .formatted(
                                port,
                                other.mapping(),
                                other.node().map(name -> " of " + name).orElse("")),
                "end that first: minik unexpose %s --name %s".formatted(port, cluster));
    }

    private int freePort(Map<Forwarder, ?> all) {
        var used = new HashSet<>(
                all.keySet().stream().map(one -> one.mapping().hostPort()).toList());
        return host.free(used.size() + 1).stream()
                .filter(port -> !used.contains(port))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the host's loopback address of the version of IP that the cluster's nodes prefer. */
    private String loopback() {
        return AgentSettings.of(engine, nodes.get(0))
                .nodeAddress()
                .filter(address -> address.contains(":"))
                .map(settings -> "::1")
                .orElse("127.0.0.1");
    }

    private void start(Map<Forwarder, Optional<ContainerInfo>> all) {
        var made = new ConcurrentLinkedQueue<String>();
        var done = false;
        try {
            parts.tasks().all(new ArrayList<>(all.entrySet()), one -> {
                if (!start(one.getKey(), one.getValue(), made)) {
                    parts.progress()
                            .warn("no node answers at port %d/%s yet"
                                    .formatted(
                                            one.getKey().mapping().nodePort(),
                                            one.getKey().mapping().protocol().lower()));
                }
            });
            done = true;
        } finally {
            if (!done) {
                parts.tasks().undisturbed(() -> {
                    made.forEach(engine::removeContainer);
                    return true;
                });
            }
        }
    }

    private boolean start(Forwarder forwarder, Optional<ContainerInfo> there, ConcurrentLinkedQueue<String> made) {
        var names = node.map(List::of)
                .orElseGet(() -> nodes.stream().map(ContainerInfo::name).toList());
        if (there.isPresent()) {
            forwarders.tell(there.get().id(), names);
            return there.get().state() == State.RUNNING
                    || forwarders.start(there.get().id(), forwarder);
        }
        var network = nodes.stream()
                .filter(one -> one.state() == State.RUNNING)
                .findFirst()
                .orElseThrow();
        var id = forwarders.create(cluster, forwarder, network);
        made.add(id);
        forwarders.tell(id, names);
        return forwarders.start(id, forwarder);
    }
}
