package dev.minik.cluster;

import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.Mount;
import dev.minik.engine.NetworkSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Labels;
import dev.minik.model.MountPropagation;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Makes the node containers of a plan. */
final class NodeMaker {
    private final Engine engine;
    private final NodeConsoles consoles;

    NodeMaker(Engine engine, NodeConsoles consoles) {
        this.engine = engine;
        this.consoles = consoles;
    }

    /** Returns the network that the nodes of a plan share. */
    static NetworkSpec network(ClusterPlan plan) {
        var network = plan.network();
        return new NetworkSpec(
                network.name(),
                network.subnet().toString(),
                network.gateway().toString(),
                network.dynamicRange().toString(),
                Map.of(Labels.CLUSTER, plan.name().value()),
                Map.of());
    }

    /** Creates a node's container, waits for what it is filled with, fills it, and starts it with its console followed. */
    void start(ClusterPlan plan, NodePlan node, CompletableFuture<byte[]> filling) {
        try {
            var labels = Map.of(
                    Labels.CLUSTER,
                    plan.name().value(),
                    Labels.KIND,
                    Labels.KIND_NODE,
                    Labels.ROLE,
                    node.role().text(),
                    Labels.KUBERNETES_VERSION,
                    node.image().kubernetesVersion().toString(),
                    Labels.IMAGE,
                    node.image().reference());
            engine.createVolume(
                    node.volume(), Map.of(Labels.CLUSTER, plan.name().value()));
            var id = engine.createContainer(container(plan, node, labels));
            engine.copyInto(id, "/", new ByteArrayInputStream(Tasks.await(filling)));
            var console = consoles.open(node.name());
            engine.attach(id, console::line, console::ended);
            engine.startContainer(id);
        } catch (EngineException e) {
            throw explain(node, e);
        }
    }

    private static ContainerSpec container(ClusterPlan plan, NodePlan node, Map<String, String> labels) {
        var mounts = new ArrayList<Mount>(List.of(
                new Mount.Tmpfs("/tmp", ""),
                new Mount.Tmpfs("/run", ""),
                new Mount.Volume(node.volume(), "/var", false),
                new Mount.Bind("/lib/modules", "/lib/modules", true, false, MountPropagation.NONE)));
        node.mounts()
                .forEach(mount -> mounts.add(new Mount.Bind(
                        mount.hostPath(),
                        mount.containerPath(),
                        mount.readOnly(),
                        mount.selinuxRelabel(),
                        mount.propagation())));
        return new ContainerSpec(
                node.name(),
                node.image().id(),
                node.name(),
                List.of(NodeFilling.BOOT),
                List.of(),
                Map.of("KUBECONFIG", "/etc/kubernetes/admin.conf"),
                labels,
                mounts,
                node.ports(),
                plan.network().name(),
                node.address().toString(),
                node.aliases(),
                true,
                1);
    }

    private static RuntimeException explain(NodePlan node, EngineException e) {
        return switch (e.kind()) {
            case CONFLICT ->
                MinikException.of(
                                ExitCode.EXISTS_OR_NOT_FOUND,
                                "the engine already has a container '%s' that is not minik's".formatted(node.name()),
                                "remove it (docker rm -f %s), or choose another cluster name".formatted(node.name()))
                        .causedBy(e);
            case PORT_IN_USE -> {
                var published = node.ports().stream()
                        .filter(port -> String.valueOf(e.getMessage()).contains(":" + port.hostPort()))
                        .findFirst()
                        .orElse(node.ports().get(0));
                yield HostProbe.portTaken(published.hostAddress(), published.hostPort())
                        .causedBy(e);
            }
            case NO_SPACE -> EngineDisk.full(String.valueOf(e.getMessage())).causedBy(e);
            case UNAVAILABLE, NOT_FOUND, OTHER -> e;
        };
    }
}
