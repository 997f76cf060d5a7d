package dev.minik.cluster;

import dev.minik.archive.TarBuilder;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.kubeadm.BootstrapCredentials;
import dev.minik.kubeadm.ComponentPatches;
import dev.minik.kubeadm.KubeadmConfig;
import dev.minik.pki.ClusterPki;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Tuning;
import dev.minik.record.ClusterRecord;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Makes nodes of a cluster that exists, and makes the cluster fit for them before. */
final class NodeGrowth {
    private static final int SECRET = 0600;
    private static final int READABLE = 0644;

    /** What one control plane has that is alone, and none of several may have. */
    private static final Set<Tuning> OF_ONE = Set.of(Tuning.NO_ELECTION, Tuning.ETCD_TIMES);

    private final ClusterParts parts;
    private final Engine engine;

    NodeGrowth(ClusterParts parts) {
        this.parts = parts;
        engine = parts.engine();
    }

    /**
     * Takes back what was tuned for fewer nodes.
     *
     * @param before the plan until now
     * @param after the record from now on
     */
    void loosen(LiveCluster cluster, ClusterPlan before, ClusterRecord after) {
        if (after.plan().bare()) {
            return;
        }
        var controlPlane = cluster.controlPlaneBeside(Set.of());
        if (OF_ONE.stream().anyMatch(one -> before.has(one) && !after.plan().has(one))) {
            var own = after.plan().firstControlPlane();
            var files = new TarBuilder()
                    .file(
                            "/minik/kubeadm.yaml",
                            SECRET,
                            new KubeadmConfig(after.plan(), BootstrapCredentials.random(parts.random())).init(own));
            new ComponentPatches(after.plan())
                    .of(own)
                    .forEach((name, text) -> files.file(ComponentPatches.DIRECTORY + "/" + name, READABLE, text));
            engine.copyInto(controlPlane.id(), "/", new ByteArrayInputStream(files.build()));
            new NodeScripts(engine).run("become-one-of-several", controlPlane);
        }
        if (before.has(Tuning.ONE_DNS)
                && !after.plan().has(Tuning.ONE_DNS)
                && AgentSettings.of(engine, controlPlane).hasDns()) {
            new Administrator(engine, controlPlane)
                    .run("kubectl", "scale", "deployment/coredns", "--namespace=kube-system", "--replicas=2");
        }
    }

    /** Makes nodes that the record has, and waits until they have joined. */
    void make(LiveCluster cluster, List<NodePlan> nodes, boolean balancer, NodeConsoles consoles) {
        var plan = cluster.record().plan();
        var controlPlane = cluster.controlPlaneBeside(Set.copyOf(NodePlan.names(nodes)));
        var maker = new NodeMaker(engine, consoles);
        if (balancer) {
            maker.start(plan, plan.balancer().orElseThrow());
            engine.restartUnlessStopped(plan.balancer().orElseThrow().name());
        }
        if (plan.bare()) {
            var filling = new BareFilling(cluster.record());
            parts.tasks()
                    .all(nodes, node -> maker.start(plan, node, CompletableFuture.completedFuture(filling.of(node))));
            maker.awaitSetUp(NodePlan.names(nodes));
            parts.tasks().all(nodes, node -> engine.restartUnlessStopped(node.name()));
            return;
        }
        var credentials = BootstrapCredentials.random(parts.random());
        var administrator = new Administrator(engine, controlPlane);
        var token = parts.tasks().start(() -> {
            var life = credentials.timeToLive().toMinutes() + "m";
            administrator.run("kubeadm", "token", "create", credentials.token().value(), "--ttl=" + life);
            return true;
        });
        ClusterPki pki = parts.access().pki(plan, controlPlane);
        var filling = new NodeFilling(cluster.record(), pki, credentials);
        parts.tasks()
                .all(
                        nodes,
                        node -> maker.start(
                                plan,
                                node,
                                parts.tasks().start(() -> filling.of(node)).thenCombine(token, (one, made) -> one)));
        maker.awaitSetUp(NodePlan.names(nodes));
        parts.tasks().all(nodes, node -> engine.restartUnlessStopped(node.name()));
        administrator.run("kubeadm", "token", "delete", credentials.token().id());
    }

    /** Tells all nodes that run which control planes there are. */
    void announce(LiveCluster cluster) {
        var plan = cluster.record().plan();
        if (plan.bare()) {
            return;
        }
        var scripts = new NodeScripts(engine);
        var rules = new NodeRules(plan).text();
        parts.tasks().all(cluster.running(), node -> {
            scripts.run("rules", node, "printf %s \"$1\" >\"$2\" && nft -f \"$2\"", List.of(rules, NodeRules.FILE));
        });
        plan.virtualAddress().ifPresent(address -> {
            var addresses = plan.controlPlanes().stream()
                    .map(node -> node.address().toString())
                    .toList();
            for (NodePlan node : plan.controlPlanes()) {
                cluster.running().stream()
                        .filter(one -> one.name().equals(node.name()))
                        .forEach(one -> scripts.run(
                                "virtual-ip",
                                one,
                                "/usr/local/lib/minik/virtual-ip \"$@\"",
                                List.of(
                                        address.toString(),
                                        String.valueOf(ClusterPlan.VIRTUAL_PORT),
                                        node.address().toString(),
                                        String.join(",", addresses))));
            }
        });
    }

    /** Returns whether a node has been set up to the end; one that does not run cannot be asked, and counts as such. */
    boolean isSetUp(ContainerInfo node) {
        return node.state() != ContainerInfo.State.RUNNING
                || engine.exec(node.id(), ExecSpec.of("test", "-e", "/minik/done"))
                                .exitCode()
                        == 0;
    }
}
