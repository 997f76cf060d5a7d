package dev.minik.kube;

import dev.minik.config.NodeConfig.Taint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API server of one cluster, as far as minik asks it. Failures are {@link KubeApiException}s. */
public interface KubeApi extends AutoCloseable {
    /** Returns the nodes that have registered. */
    List<NodeState> nodes();

    /** Returns the labels and taints of the nodes that have registered, by name. */
    Map<String, NodeMarks> nodeMarks();

    /**
     * Changes labels and taints of a node.
     *
     * @param labels those to set, or to take away where there is no value; others stay
     * @param taints all that it is to have
     */
    void markNode(String name, Map<String, Optional<String>> labels, List<Taint> taints);

    /** Returns whether a deployment has its condition Available and a replica that is; empty when there is no such deployment. */
    Optional<Boolean> deploymentAvailable(String namespace, String name);

    /** Returns the pods of all namespaces. */
    List<PodState> pods();

    /** Returns when each lease of a namespace was renewed last, by name; those that never were are left out. */
    Map<String, Instant> leases(String namespace);

    /** Returns when the kubelet of each node has last told that it lives, by node; a kubelet does so every ten seconds. */
    default Map<String, Instant> heartbeats() {
        return leases("kube-node-lease");
    }

    /** Returns the pods of all namespaces that have a label of a value. */
    List<StartedPod> startedPods(String label, List<String> values);

    /**
     * Returns the addresses that a service leads to, of those endpoints that are ready; empty when nothing is known of such a service.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/">EndpointSlices</a>
     */
    Optional<Set<String>> endpoints(String namespace, String service);

    /**
     * Releases a lease of leader election whose holder's node has been started since the lease was renewed: that process is gone, and the others
     * need not wait for its end. Nothing happens when there is none, or when somebody else changes it at the same time.
     *
     * @param started when each node was started, by its name; a holder's identity is its node's name, an underscore and something random
     */
    void releaseLease(String namespace, String name, Map<String, Instant> started);

    /** Deletes a secret; nothing happens when it is not there. */
    void deleteSecret(String namespace, String name);

    /** Makes a config map, or gives it these data and no other that minik gave it before. */
    void applyConfigMap(String namespace, String name, Map<String, String> data);

    /** Deletes a config map; nothing happens when it is not there. */
    void deleteConfigMap(String namespace, String name);

    @Override
    void close();

    /**
     * A node as the API server knows it.
     *
     * @param ready its condition Ready: {@code True}, {@code False} or {@code Unknown}
     * @param message why, in the kubelet's words
     * @param reported when the kubelet has last said so; empty where it never has
     */
    record NodeState(String name, String ready, String message, String kubeletVersion, Optional<Instant> reported) {
        /** Returns whether the node is ready. */
        public boolean isReady() {
            return ready.equals("True");
        }
    }

    /**
     * What the scheduler knows a node by.
     *
     * @param labels all of them
     * @param taints all of them, in their order
     */
    record NodeMarks(Map<String, String> labels, List<Taint> taints) {
        /** Those of a node that is not known. */
        public static final NodeMarks NONE = new NodeMarks(Map.of(), List.of());

        /** Copies the collections. */
        public NodeMarks {
            labels = Map.copyOf(labels);
            taints = List.copyOf(taints);
        }
    }

    /**
     * A pod as the API server knows it.
     *
     * @param node the node it runs on; empty while it is not scheduled
     * @param ready whether its condition Ready is true
     * @param problem what keeps a container or the pod from running, in Kubernetes' words; empty when nothing is known
     */
    record PodState(String namespace, String name, String node, boolean ready, String problem) {}

    /**
     * A pod, and since when it runs.
     *
     * @param started when the last of its containers was started; empty while one does not run
     * @param addresses its addresses, one of each family
     */
    record StartedPod(
            String namespace,
            String name,
            String node,
            boolean ready,
            Optional<Instant> started,
            Set<String> addresses) {
        /** Copies the addresses. */
        public StartedPod {
            addresses = Set.copyOf(addresses);
        }
    }
}
