package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.model.Role;
import dev.minik.plan.NodePlan;

/** Takes nodes out of a cluster: their pods, their members of etcd, what Kubernetes knows of them, and what the engine has. */
final class NodeRemoval {
    private static final int PEER_PORT = 2380;
    private static final int CLIENT_PORT = 2379;

    private final Engine engine;
    private final NodeScripts scripts;

    NodeRemoval(Engine engine) {
        this.engine = engine;
        scripts = new NodeScripts(engine);
    }

    /**
     * Removes a node, as far as it is there.
     *
     * @param controlPlane another one, which runs
     * @param advertised that one's plan
     */
    void remove(LiveCluster cluster, ContainerInfo controlPlane, NodePlan advertised, NodePlan node) {
        var bare = cluster.record().plan().bare();
        var administrator = new Administrator(engine, controlPlane);
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
            administrator.run("kubectl", "delete", "node", node.name(), "--ignore-not-found", "--timeout=30s");
        }
        removeContainer(node);
        if (!bare) {
            // nobody is left to tell that they have ended; Kubernetes would wait a minute for that
            administrator.run(
                    "kubectl",
                    "delete",
                    "pods",
                    "--all-namespaces",
                    "--field-selector=spec.nodeName=" + node.name(),
                    "--force",
                    "--grace-period=0");
        }
    }

    private void removeContainer(NodePlan node) {
        engine.removeContainer(node.name());
        engine.removeVolume(node.volume());
    }
}
