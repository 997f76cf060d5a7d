package dev.minik.cluster.life;

import dev.minik.cluster.AgentSettings;
import dev.minik.cluster.ClusterAccess;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.life.Awakening.Awaited;
import dev.minik.cluster.life.LifeCycle.Options;
import dev.minik.engine.ContainerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What comes after a cluster's containers run again: the user's kubeconfig leads there, and somebody waits until it is ready. */
final class Readying {

    /** Kubelets that have run all the time report every ten seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final ClusterParts parts;
    private final ClusterAccess access;

    Readying(ClusterParts parts) {
        this.parts = parts;
        access = parts.access();
    }

    /**
     * Why there is something to wait for.
     *
     * @param containers what was brought to life
     * @param since when, by the engine's clock
     * @param restarted whether their processes are new ones
     * @param nodesOnly whether only these are waited for, and not the whole cluster
     */
    record Cause(List<ContainerInfo> containers, Instant since, boolean restarted, boolean nodesOnly) {
        Cause {
            containers = List.copyOf(containers);
        }

        static Cause started(List<ContainerInfo> containers, Instant since) {
            return new Cause(containers, since, true, false);
        }

        static Cause thawed(List<ContainerInfo> containers, Instant since) {
            return new Cause(containers, since, false, false);
        }

        static Cause restartedNodes(List<ContainerInfo> containers, Instant since) {
            return new Cause(containers, since, true, true);
        }

        boolean covers(ContainerInfo container) {
            return containers.stream().anyMatch(one -> one.id().equals(container.id()));
        }
    }

    /** Brings the kubeconfig up to date, and waits as long as the options say. */
    void await(Members members, Cause cause, Options options) {
        var entrance = parts.resources().entrance(members.name());
        if (!access.isSetUp(entrance)) {
            return; // nodes without a cluster
        }
        access.refresh(entrance, members.name(), options.kubeconfig());
        if (options.patience().isZero()) {
            return;
        }
        var title = cause.nodesOnly() ? "Waiting for the node" : "Waiting for all nodes and CoreDNS";
        parts.progress().run("ready", title, () -> {
            try (var api = access.api(entrance)) {
                new Awakening(parts.engine(), parts.progress(), api, awaited(members, cause))
                        .await(
                                options.patience(),
                                "it was left as it is and may still become ready: minik status %s tells"
                                        .formatted(members.name()));
            }
        });
    }

    private Awaited awaited(Members members, Cause cause) {
        var since = new HashMap<String, Instant>();
        members.nodes().forEach(node -> since.put(node.name(), cause.since().minus(SILENCE)));
        cause.containers().forEach(one -> since.put(one.name(), cause.since()));
        var nodes = members.nodes().stream().filter(node -> !cause.nodesOnly() || cause.covers(node));
        var etcd = members.etcdNodes().stream().filter(node -> !cause.nodesOnly() || cause.covers(node));
        var controlPlanes = members.controlPlanes();
        return new Awaited(
                nodes.map(ContainerInfo::name).toList(),
                etcd.map(ContainerInfo::name).toList(),
                since,
                cause.restarted() ? names(cause.containers()) : Set.of(),
                servesPods(controlPlanes),
                cause.restarted()
                        && controlPlanes.size() > 1
                        && controlPlanes.stream().allMatch(cause::covers));
    }

    private static Set<String> names(List<ContainerInfo> containers) {
        return containers.stream().map(ContainerInfo::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Where the user has brought the pods' network himself, or not yet, minik does not know by what nodes become Ready. */
    private boolean servesPods(List<ContainerInfo> controlPlanes) {
        return controlPlanes.isEmpty()
                || AgentSettings.of(parts.engine(), controlPlanes.get(0)).servesPods();
    }
}
