package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Role;
import dev.minik.plan.NodePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes nodes out of a cluster: their pods, their members of etcd, what Kubernetes knows of them, and what the engine has. */
final class NodeRemoval {
    private static final int PEER_PORT = 2380;
    private static final int CLIENT_PORT = 2379;
    private static final String ADMIN = "/etc/kubernetes/admin.conf";

    private static final String FORGET =
            "kubectl --kubeconfig %s delete node \"$1\" --ignore-not-found --timeout=30s".formatted(ADMIN);

    /** Nobody is left to tell that they have ended; Kubernetes would wait a minute for that. */
    private static final String FORGET_PODS =
            "kubectl --kubeconfig %s delete pods --all-namespaces --field-selector \"spec.nodeName=$1\" --force --grace-period=0"
                    .formatted(ADMIN);

    private final Engine engine;
    private final NodeScripts scripts;

    NodeRemoval(Engine engine) {
        this.engine = engine;
        scripts = new NodeScripts(engine);
    }

    /**
     * Evicts the pods of a node.
     *
     * @throws MinikException {@link ExitCode#TIMED_OUT} if they do not let themselves be; the node takes pods again then
     */
    void drain(ContainerInfo controlPlane, String node, Duration patience) {
        var drained = kubectl(
                controlPlane,
                "drain",
                node,
                "--ignore-daemonsets",
                "--delete-emptydir-data",
                "--force",
                "--timeout=" + Math.max(1, patience.toSeconds()) + "s");
        if (drained.exitCode() != 0 && !drained.stderr().contains("not found")) {
            kubectl(controlPlane, "uncordon", node);
            var said = drained.stderr().lines().filter(line -> !line.isBlank()).toList();
            throw MinikException.of(
                            ExitCode.TIMED_OUT,
                            "the pods of node %s could not be evicted: %s"
                                    .formatted(node, said.isEmpty() ? "no reason given" : said.get(said.size() - 1)),
                            "delete them or their PodDisruptionBudgets, give it more time with --timeout, or go on without them with --force")
                    .withDetails(said);
        }
    }

    /**
     * Removes a node, as far as it is there.
     *
     * @param controlPlane another one, which runs
     * @param advertised that one's plan
     */
    void remove(LiveCluster cluster, ContainerInfo controlPlane, NodePlan advertised, NodePlan node) {
        var bare = cluster.record().plan().bare();
        if (!bare && node.role() == Role.CONTROL_PLANE) {
            cluster.find(node.name())
                    .filter(one -> one.state() == ContainerInfo.State.RUNNING)
                    .ifPresent(one -> scripts.run("leave", one));
            if (!cluster.record().plan().hasExternalEtcd()) {
                scripts.run(
                        "remove-member",
                        controlPlane,
                        "https://" + node.address().withPort(PEER_PORT),
                        "https://" + advertised.address().withPort(CLIENT_PORT));
            }
        }
        if (!bare) {
            scripts.run("forget-node", controlPlane, FORGET, List.of(node.name()));
        }
        removeContainer(node);
        if (!bare) {
            scripts.run("forget-pods", controlPlane, FORGET_PODS, List.of(node.name()));
        }
    }

    private void removeContainer(NodePlan node) {
        engine.removeContainer(node.name());
        engine.removeVolume(node.volume());
    }

    private ExecResult kubectl(ContainerInfo controlPlane, String... arguments) {
        var command = new ArrayList<>(List.of("kubectl", "--kubeconfig", ADMIN));
        command.addAll(List.of(arguments));
        return engine.exec(controlPlane.id(), ExecSpec.of(command.toArray(String[]::new)));
    }

    /** Returns the plans of nodes by their names, in the order of the plan. */
    static List<NodePlan> plans(LiveCluster cluster, Set<String> names) {
        return cluster.record().plan().nodes().stream()
                .filter(node -> names.contains(node.name()))
                .toList();
    }
}
