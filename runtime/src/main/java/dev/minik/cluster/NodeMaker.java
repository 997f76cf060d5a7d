package dev.minik.cluster;

import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.Mount;
import dev.minik.engine.NetworkSpec;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.IpAddress;
import dev.minik.model.Labels;
import dev.minik.model.MountPropagation;
import dev.minik.model.Role;
import dev.minik.plan.BalancerPlan;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.EtcdNodePlan;
import dev.minik.plan.ImageFacts;
import dev.minik.plan.NodePlan;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Makes the node containers of a plan. */
final class NodeMaker {
    /** Engines give bridges 1500, whatever the host's network takes; larger packets would be lost behind a VPN. */
    private static final String MTU = "com.docker.network.driver.mtu";

    private static final int RESTARTS = 1;

    /** How long nodes may take to boot and kubeadm to run; both are bounded inside as well, so this is met only when a node hangs. */
    private static final Duration SETUP_LIMIT = Duration.ofMinutes(10);

    /** Docker switches IPv6 off in a container, but for addresses of its own. */
    private static final Map<String, String> V6_SYSCTLS =
            Map.of("net.ipv6.conf.all.disable_ipv6", "0", "net.ipv6.conf.all.forwarding", "1");

    private final Engine engine;
    private final NodeConsoles consoles;

    NodeMaker(Engine engine, NodeConsoles consoles) {
        this.engine = engine;
        this.consoles = consoles;
    }

    /** Returns the network that the nodes of a plan share. */
    static NetworkSpec network(ClusterPlan plan) {
        var ranges = plan.network().ranges().stream()
                .map(range -> new NetworkSpec.Range(
                        range.subnet().toString(),
                        range.gateway().toString(),
                        range.dynamicRange().toString()))
                .toList();
        return new NetworkSpec(
                plan.network().name(),
                ranges,
                Map.of(Labels.CLUSTER, plan.name().value()),
                plan.network().mtu().isPresent()
                        ? Map.of(MTU, String.valueOf(plan.network().mtu().getAsInt()))
                        : Map.of());
    }

    /** Creates and starts the balancer. */
    void start(ClusterPlan plan, BalancerPlan balancer) {
        try {
            var id = engine.createContainer(
                    ContainerSpec.of(balancer.name(), balancer.image().id())
                            .hostname(balancer.name())
                            .entrypoint(Balancing.entrypoint())
                            .command(Balancing.arguments(plan))
                            .labels(Map.of(
                                    Labels.CLUSTER,
                                    plan.name().value(),
                                    Labels.KIND,
                                    Labels.KIND_BALANCER,
                                    Labels.IMAGE,
                                    balancer.image().reference()))
                            .ports(List.of(plan.apiServer()))
                            .network(plan.network().name())
                            .addresses(texts(balancer.addresses()))
                            .aliases(balancer.aliases())
                            .privileged(false)
                            .restartOnFailure(RESTARTS)
                            .build());
            var console = consoles.open(balancer.name());
            engine.attach(id, console::line, console::ended);
            engine.startContainer(id);
        } catch (EngineException e) {
            throw explain(balancer.name(), List.of(plan.apiServer()), e);
        }
    }

    private static List<String> texts(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).toList();
    }

    /** Creates a node's container, waits for what it is filled with, fills it, and starts it with its console followed. */
    void start(ClusterPlan plan, NodePlan node, CompletableFuture<byte[]> filling) {
        try {
            start(plan, node.volume(), container(plan, node, labels(plan, node)), filling);
        } catch (EngineException e) {
            throw explain(node.name(), node.ports(), e);
        }
    }

    private static Map<String, String> labels(ClusterPlan plan, NodePlan node) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(Labels.CLUSTER, plan.name().value());
        labels.put(Labels.KIND, Labels.KIND_NODE);
        labels.put(Labels.ROLE, node.role().text());
        labels.put(Labels.KUBERNETES_VERSION, node.image().kubernetesVersion().toString());
        labels.put(Labels.IMAGE, node.image().reference());
        if (node.role() == Role.CONTROL_PLANE
                && plan.virtualAddress().isPresent()
                && plan.balancer().isEmpty()) {
            labels.put(Labels.SERVER, plan.virtualServer());
        }
        if (plan.bare()) {
            labels.put(Labels.BARE, "true");
        }
        return labels;
    }

    /** Does the same for a node of etcd. */
    void start(ClusterPlan plan, EtcdNodePlan node, CompletableFuture<byte[]> filling) {
        try {
            var labels = Map.of(
                    Labels.CLUSTER,
                    plan.name().value(),
                    Labels.KIND,
                    Labels.KIND_ETCD,
                    Labels.KUBERNETES_VERSION,
                    node.image().kubernetesVersion().toString(),
                    Labels.IMAGE,
                    node.image().reference());
            var container = machine(plan, node.name(), node.image(), node.networkAddresses())
                    .environment(node.environment())
                    .labels(labels)
                    .mounts(mounts(plan, node.volume(), true));
            start(plan, node.volume(), container.build(), filling);
        } catch (EngineException e) {
            throw explain(node.name(), List.of(), e);
        }
    }

    private void start(ClusterPlan plan, String volume, ContainerSpec container, CompletableFuture<byte[]> filling) {
        engine.createVolume(volume, Map.of(Labels.CLUSTER, plan.name().value()));
        var id = engine.createContainer(container);
        engine.copyInto(id, "/", new ByteArrayInputStream(Tasks.await(filling)));
        var console = consoles.open(container.name());
        engine.attach(id, console::line, console::ended);
        engine.startContainer(id);
    }

    /** Waits until nodes that were started are set up; fails with the first cause where one does not come to that. */
    void awaitSetUp(List<String> nodes) {
        var deadline = System.nanoTime() + SETUP_LIMIT.toNanos();
        consoles.await(NodeConsoles.WHOLE_SET_UP, nodes, deadline).ifPresent(slow -> {
            throw new FirstCause(engine).ofSlowNode(slow, consoles);
        });
    }

    /** Returns what every container has that runs a node image. */
    private static ContainerSpec.Builder machine(
            ClusterPlan plan, String name, ImageFacts image, List<IpAddress> addresses) {
        return ContainerSpec.of(name, image.id())
                .hostname(name)
                .entrypoint(List.of(NodeArchive.BOOT))
                .network(plan.network().name())
                .addresses(texts(addresses))
                .sysctls(plan.ipFamily().v6() ? V6_SYSCTLS : Map.of())
                .tty(true)
                .restartOnFailure(RESTARTS);
    }

    private static List<Mount> mounts(ClusterPlan plan, String volume, boolean hasEtcd) {
        var mounts = new ArrayList<Mount>(List.of(
                new Mount.Tmpfs("/tmp", ""),
                new Mount.Tmpfs("/run", ""),
                new Mount.Volume(volume, "/var", false),
                new Mount.Bind("/lib/modules", "/lib/modules", true, false, MountPropagation.NONE)));
        if (hasEtcd && plan.software().etcd().ephemeral()) {
            mounts.add(new Mount.Tmpfs("/var/lib/etcd", "mode=700"));
        }
        if (plan.rootless()) {
            // for kernels without overlay file systems for users: https://github.com/kubernetes-sigs/kind/issues/2275
            mounts.add(new Mount.Bind("/dev/fuse", "/dev/fuse", false, false, MountPropagation.NONE));
        }
        return mounts;
    }

    private static ContainerSpec container(ClusterPlan plan, NodePlan node, Map<String, String> labels) {
        var mounts = mounts(plan, node.volume(), node.role() == Role.CONTROL_PLANE && !plan.hasExternalEtcd());
        node.mounts()
                .forEach(mount -> mounts.add(new Mount.Bind(
                        mount.hostPath(),
                        mount.containerPath(),
                        mount.readOnly(),
                        mount.selinuxRelabel(),
                        mount.propagation())));
        return machine(plan, node.name(), node.image(), node.networkAddresses())
                .environment(node.environment())
                .labels(labels)
                .mounts(mounts)
                .ports(node.ports())
                .aliases(node.aliases())
                .extraHosts(plan.virtualAddress()
                        .map(address -> Map.of(plan.endpoint(), address.toString()))
                        .orElse(Map.of()))
                .limits(new ContainerSpec.Limits(
                        node.resources().milliCpus(), node.resources().memoryBytes()))
                .build();
    }

    /** As where the engine's host is reached through an address translation, and does not have the address itself. */
    private static MinikException noAddress(String name, EngineException e) {
        return MinikException.of(
                        ExitCode.FAILED,
                        "the engine's host does not have an address that %s is to be published on: %s"
                                .formatted(name, e.getMessage()),
                        "give networking.apiServerAddress, or the port's listenAddress, an address that it has, or 0.0.0.0 for all")
                .causedBy(e);
    }

    private RuntimeException explain(String name, List<PortPublish> ports, EngineException e) {
        return switch (e.kind()) {
            case CONFLICT ->
                MinikException.of(
                                ExitCode.EXISTS_OR_NOT_FOUND,
                                "the engine already has a container '%s' that is not minik's".formatted(name),
                                "remove it (%s rm -f %s), or choose another cluster name"
                                        .formatted(engine.info().command(), name))
                        .causedBy(e);
            case PORT_IN_USE -> {
                var published = ports.stream()
                        .filter(port -> String.valueOf(e.getMessage()).contains(":" + port.hostPort()))
                        .findFirst()
                        .orElse(ports.get(0));
                yield new PortTaken(published, e);
            }
            case NO_SPACE -> EngineDisk.full(String.valueOf(e.getMessage())).causedBy(e);
            case UNAVAILABLE, NOT_FOUND -> e;
            case OTHER ->
                String.valueOf(e.getMessage()).contains("cannot assign requested address") ? noAddress(name, e) : e;
        };
    }
}
