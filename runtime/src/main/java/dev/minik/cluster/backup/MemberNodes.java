package dev.minik.cluster.backup;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.Kinds;
import dev.minik.engine.ContainerFiles;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.util.List;
import java.util.stream.Stream;

/**
 * The nodes of a cluster, by what a restoration does with them.
 *
 * @param controlPlanes where the API servers are
 * @param members where etcd's members are: the control planes, unless etcd has nodes of its own
 * @param others all other nodes of Kubernetes
 */
record MemberNodes(
        Engine engine,
        ClusterName name,
        List<ContainerInfo> controlPlanes,
        List<ContainerInfo> members,
        List<ContainerInfo> others) {
    private static final String CA = "/etc/kubernetes/pki/ca.crt";
    private static final int CA_LIMIT = 64 * 1024;

    static MemberNodes of(ClusterParts parts, ClusterName name) {
        var nodes = parts.nodesOf(name);
        var controlPlanes = nodes.stream().filter(Kinds::isControlPlane).toList();
        var etcd = parts.resources().etcdNodes(name);
        return new MemberNodes(
                parts.engine(),
                name,
                controlPlanes,
                etcd.isEmpty() ? controlPlanes : etcd,
                nodes.stream().filter(node -> !Kinds.isControlPlane(node)).toList());
    }

    /** Returns the nodes whose API server or member is replaced, each once. */
    List<ContainerInfo> replaced() {
        return Stream.concat(members.stream(), controlPlanes.stream())
                .distinct()
                .toList();
    }

    /** Returns all nodes of Kubernetes. */
    List<ContainerInfo> all() {
        return Stream.concat(controlPlanes.stream(), others.stream()).toList();
    }

    /** Returns the nodes with members that run. */
    List<ContainerInfo> running() {
        return members.stream().filter(EngineBackups::isRunning).toList();
    }

    /** Fails when a node does not run: a member that came back with the old state later would be none of the new cluster. */
    void refuseStopped() {
        var nodes = Stream.concat(replaced().stream(), others.stream()).toList();
        if (nodes.stream().anyMatch(node -> node.state() == ContainerInfo.State.PAUSED)) {
            throw ClusterParts.paused(name);
        }
        var stopped = nodes.stream()
                .filter(node -> !EngineBackups.isRunning(node))
                .map(ContainerInfo::name)
                .toList();
        if (!stopped.isEmpty()) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "%s of cluster %s: not running".formatted(String.join(", ", stopped), name),
                    "start the cluster: minik start cluster %s".formatted(name));
        }
    }

    /** Returns the certificate of the cluster's CA. */
    String caPem() {
        var node = controlPlanes.get(0);
        return new ContainerFiles(engine)
                .text(node.id(), CA, CA_LIMIT)
                .orElseThrow(() -> MinikException.of(
                        ExitCode.WRONG_STATE,
                        "node %s has no CA: its cluster was never set up".formatted(node.name()),
                        "run kubeadm init there first"));
    }
}
