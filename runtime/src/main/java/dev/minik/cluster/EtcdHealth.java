package dev.minik.cluster;

import dev.minik.cluster.Clusters.NodeHealth;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecSpec;
import java.util.Optional;

/**
 * Asks nodes of etcd whether their members are healthy: whether they have a leader, and can write with most of the others.
 *
 * @see <a href="https://etcd.io/docs/v3.6/op-guide/monitoring/#health-check">etcd's health check</a>
 */
public final class EtcdHealth {
    /** kubeadm has members answer there, without certificates, inside of their node only. */
    private static final String URL = "http://localhost:2381/health";

    private final Engine engine;

    /** Asks nodes of this engine. */
    public EtcdHealth(Engine engine) {
        this.engine = engine;
    }

    /** Returns how a node is. */
    public NodeHealth of(ContainerInfo node) {
        var problem = problem(node);
        return new NodeHealth(
                node.name(),
                "etcd",
                ClusterReader.state(node),
                problem.isEmpty() ? "True" : "False",
                problem.orElse(""));
    }

    private Optional<String> problem(ContainerInfo node) {
        if (node.state() != ContainerInfo.State.RUNNING) {
            return Optional.of("etcd node %s is %s".formatted(node.name(), ClusterReader.state(node)));
        }
        try {
            var answer =
                    engine.exec(node.id(), ExecSpec.of("curl", "--silent", "--show-error", "--max-time", "5", URL));
            return answer.stdout().contains("\"health\":\"true\"")
                    ? Optional.empty()
                    : Optional.of("etcd on node %s is not healthy: %s"
                            .formatted(node.name(), (answer.stdout() + answer.stderr()).strip()));
        } catch (EngineException e) {
            return Optional.of("etcd node %s cannot be asked: %s".formatted(node.name(), e.getMessage()));
        }
    }
}
