package dev.minik.cluster.backup;

import dev.minik.cluster.AgentSettings;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.Readiness;
import dev.minik.cluster.Tasks;
import dev.minik.engine.ContainerInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.kube.KubeApi.NodeState;
import dev.minik.kube.KubeApiException;
import dev.minik.plan.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The time after a restoration, until a cluster has come to terms with its older state. What the state says of nodes is as old as itself, so
 * only what was said since counts.
 */
final class Recovery {
    private static final long POLL_MILLIS = 100;

    private final ClusterParts parts;
    private final EtcdTool tool;
    private final MemberNodes nodes;

    Recovery(ClusterParts parts, EtcdTool tool, MemberNodes nodes) {
        this.parts = parts;
        this.tool = tool;
        this.nodes = nodes;
    }

    /**
     * Lets all kubelets look at the restored state, and waits until the cluster is ready.
     *
     * @param since when the old state ended, by the nodes' clocks
     * @return nodes of the state that the cluster does not have
     */
    List<String> await(Instant since, Duration wait) {
        // a kubelet that finds no Node when it starts makes one
        parts.tasks().all(nodes.others(), node -> tool.run(node, "refresh"));
        var deadline = System.nanoTime() + wait.toNanos();
        var settings = AgentSettings.of(parts.engine(), nodes.controlPlanes().get(0));
        var serving = settings.serving();
        try (var api = parts.access().api(parts.resources().entrance(nodes.name()))) {
            if (!wait.isZero()) {
                parts.progress().run("wait", "Waiting for all nodes and CoreDNS", () -> {
                    var seconds = seconds(deadline);
                    parts.tasks().all(nodes.controlPlanes(), node -> tool.run(node, "controllers_answer", seconds));
                    awaitReady(api, since, serving, deadline, wait);
                    if (serving.includes(Serving.NAMES)) {
                        settings.dnsAddress().ifPresent(address -> awaitDns(address, deadline));
                    }
                });
            }
            return unknown(api);
        }
    }

    private void awaitReady(KubeApi api, Instant since, Serving serving, long deadline, Duration wait) {
        var names = names();
        var readiness = new Readiness(api, names, serving);
        var missing = missing(api, readiness, names, since);
        while (!missing.isEmpty()) {
            if (System.nanoTime() >= deadline) {
                throw MinikException.of(
                                ExitCode.TIMED_OUT,
                                "the state is restored, but the cluster is not ready after %d s: %s"
                                        .formatted(wait.toSeconds(), missing.get(0)),
                                "minik status %s tells how it goes on".formatted(nodes.name()))
                        .withDetails(missing);
            }
            Tasks.pause(POLL_MILLIS);
            missing = missing(api, readiness, names, since);
        }
    }

    private static List<String> missing(KubeApi api, Readiness readiness, List<String> names, Instant since) {
        try {
            var leases = api.leases("kube-node-lease");
            var silent = new ArrayList<String>();
            names.stream()
                    .filter(name -> !leases.getOrDefault(name, Instant.MIN).isAfter(since))
                    .forEach(name -> silent.add("node %s has not said anything since".formatted(name)));
            return silent.isEmpty() ? readiness.missing() : silent;
        } catch (KubeApiException e) {
            return List.of("the API server does not answer: " + e.getMessage());
        }
    }

    private void awaitDns(String address, long deadline) {
        parts.tasks().all(nodes.all(), node -> tool.run(node, "dns_answers", seconds(deadline), address));
    }

    private static String seconds(long deadline) {
        return String.valueOf(Math.max(1, (deadline - System.nanoTime()) / 1_000_000_000));
    }

    private List<String> names() {
        return nodes.all().stream().map(ContainerInfo::name).toList();
    }

    private List<String> unknown(KubeApi api) {
        try {
            var names = names();
            return api.nodes().stream()
                    .map(NodeState::name)
                    .filter(name -> !names.contains(name))
                    .toList();
        } catch (KubeApiException e) {
            return List.of(); // nobody wanted to wait for it
        }
    }
}
