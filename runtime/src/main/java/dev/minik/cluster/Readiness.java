package dev.minik.cluster;

import dev.minik.kube.KubeApi;
import dev.minik.kube.KubeApi.NodeState;
import dev.minik.kube.KubeApiException;
import dev.minik.plan.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges whether a cluster is ready: all nodes Ready and CoreDNS Available. Where nothing can run yet, because the user brings the
 * CNI or there is no kube-proxy, it is ready when all nodes have registered; where the user does without CoreDNS, when all are Ready.
 */
public final class Readiness {
    private static final long POLL_MILLIS = 50;

    private final KubeApi api;
    private final List<String> nodes;
    private final Serving serving;

    /**
     * Judges by what {@code api} tells.
     *
     * @param serving what is to work
     */
    public Readiness(KubeApi api, List<String> nodes, Serving serving) {
        this.api = api;
        this.nodes = List.copyOf(nodes);
        this.serving = serving;
    }

    /**
     * Polls until the cluster is ready, until {@code deadline} by {@link System#nanoTime}; returns what is still missing then.
     *
     * @param check fails when the cluster cannot become ready any more, which ends the wait
     */
    List<String> await(long deadline, Runnable check) {
        var missing = missing();
        while (!missing.isEmpty() && System.nanoTime() < deadline) {
            check.run();
            Tasks.pause(POLL_MILLIS);
            missing = missing();
        }
        return missing;
    }

    /** Returns what is missing now, the first cause first; nothing when the cluster is ready. */
    public List<String> missing() {
        try {
            Map<String, NodeState> registered =
                    api.nodes().stream().collect(Collectors.toMap(NodeState::name, Function.identity()));
            var missing = new ArrayList<String>();
            for (String node : nodes) {
                var state = registered.get(node);
                if (state == null) {
                    missing.add("node %s has not registered".formatted(node));
                } else if (serving.includes(Serving.PODS) && !state.isReady()) {
                    missing.add("node %s is not Ready: %s".formatted(node, state.message()));
                }
            }
            if (serving.includes(Serving.NAMES)
                    && missing.isEmpty()
                    && !api.deploymentAvailable("kube-system", "coredns").orElse(false)) {
                missing.add("CoreDNS is not available");
            }
            return missing;
        } catch (KubeApiException e) {
            return List.of("the API server does not answer: " + e.getMessage());
        }
    }
}
