package dev.minik.cluster.port;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.Kinds;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.plan.ClusterPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The published ports of clusters, as the engine knows them. */
public final class EnginePorts implements Ports {
    private static final Comparator<PublishedPort> ORDER = Comparator.comparing(PublishedPort::kind)
            .thenComparing(PublishedPort::hostPort)
            .thenComparing(PublishedPort::protocol)
            .thenComparing(PublishedPort::hostAddress);

    private final ClusterParts parts;
    private final Engine engine;
    private final Forwarders forwarders;

    /** Works on the clusters of {@code parts}. */
    public EnginePorts(ClusterParts parts) {
        this.parts = parts;
        engine = parts.engine();
        forwarders = new Forwarders(parts);
    }

    @Override
    public List<PublishedPort> expose(ClusterName name, List<PortMapping> wanted, Optional<String> node) {
        return parts.locked(name, () -> new Exposure(parts, forwarders, name, node).expose(wanted));
    }

    @Override
    public List<PublishedPort> unexpose(ClusterName name, List<HostPort> ports) {
        return parts.locked(name, () -> {
            var all = list(name);
            var found = new ArrayList<ContainerInfo>();
            for (HostPort port : new HashSet<>(ports)) {
                refuseOfNodes(port, all);
                forwarders.of(name).stream()
                        .filter(one -> Forwarder.of(one).mapping().port().equals(port))
                        .forEach(found::add);
            }
            return remove(found);
        });
    }

    private static void refuseOfNodes(HostPort port, List<PublishedPort> all) {
        all.stream()
                .filter(one -> one.kind() != Kind.FORWARDER
                        && one.hostPort() == port.port()
                        && one.protocol() == port.protocol())
                .findFirst()
                .ifPresent(one -> {
                    throw MinikException.of(
                            ExitCode.WRONG_STATE,
                            "port %s is published by %s itself, for as long as it is there"
                                    .formatted(port, one.node().isEmpty() ? "the cluster" : one.node()),
                            "'minik get ports' tells which ports are forwarded");
                });
    }

    @Override
    public List<PublishedPort> unexposeAll(ClusterName name) {
        return parts.locked(name, () -> {
            parts.nodesOf(name);
            return remove(forwarders.of(name));
        });
    }

    private List<PublishedPort> remove(List<ContainerInfo> containers) {
        parts.tasks().all(containers, container -> engine.removeContainer(container.id()));
        return containers.stream().map(EnginePorts::forwarded).sorted(ORDER).toList();
    }

    @Override
    public List<PublishedPort> list(ClusterName name) {
        return ClusterParts.asUserSees(() -> {
            parts.nodesOf(name);
            var containers = engine.listContainers(Map.of(Labels.CLUSTER, name.value()));
            return containers.stream()
                    .flatMap(container -> Kinds.isA(Labels.KIND_FORWARDER, container)
                            ? Stream.of(forwarded(container))
                            : container.ports().stream().map(port -> own(container, port)))
                    .distinct()
                    .sorted(ORDER)
                    .toList();
        });
    }

    private static PublishedPort forwarded(ContainerInfo container) {
        return Forwarder.of(container).published(container.state());
    }

    private static PublishedPort own(ContainerInfo container, PortPublish port) {
        return new PublishedPort(
                port.hostAddress(),
                port.hostPort(),
                port.protocol(),
                port.containerPort() == ClusterPlan.API_PORT ? Kind.API_SERVER : Kind.NODE,
                container.name(),
                port.containerPort(),
                container.state().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void follow(ClusterName name) {
        ClusterParts.asUserSees(() -> {
            var nodes = parts.nodesOf(name).stream().map(ContainerInfo::name).toList();
            for (ContainerInfo container : forwarders.of(name)) {
                if (Forwarder.of(container).node().isEmpty()) {
                    forwarders.tell(container.id(), nodes);
                }
            }
            return true;
        });
    }
}
