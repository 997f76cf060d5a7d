package dev.minik.cluster.life;

import dev.minik.cluster.AgentSettings;
import dev.minik.cluster.ClusterAccess;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.life.Awakening.Awaited;
import dev.minik.cluster.life.LifeCycle.Options;
import dev.minik.engine.ContainerInfo;
import dev.minik.plan.Serving;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

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

    /** Why there is something to wait for. */
    sealed interface Cause {
        /** The cluster was started, by minik or by whomever. */
        record Started() implements Cause {}

        /** Containers were let run on at a time, by the engine's clock. */
        record Thawed(List<ContainerInfo> containers, Instant since) implements Cause {
            public Thawed {
                containers = List.copyOf(containers);
            }
        }

        /** Only these nodes were started. */
        record NodesStarted(List<ContainerInfo> containers) implements Cause {
            public NodesStarted {
                containers = List.copyOf(containers);
            }
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
        var title = cause instanceof Cause.NodesStarted ? "Waiting for the node" : "Waiting for all nodes and CoreDNS";
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
        var only = cause instanceof Cause.NodesStarted one ? one.containers() : members.containers();
        var silent = parts.engine().now().minus(SILENCE);
        var started = new HashMap<String, Instant>();
        var heard = new HashMap<String, Instant>();
        var thawed = new HashSet<String>();
        for (var node : members.nodes()) {
            var start = parts.engine().startOf(node.id()).orElse(silent);
            started.put(node.name(), start);
            heard.put(node.name(), start.isAfter(silent) ? start : silent);
        }
        if (cause instanceof Cause.Thawed one) {
            for (var container : one.containers()) {
                thawed.add(container.name());
                heard.put(container.name(), one.since());
            }
        }
        return new Awaited(
                members.nodes().stream()
                        .filter(only::contains)
                        .map(ContainerInfo::name)
                        .toList(),
                members.etcdNodes().stream()
                        .filter(only::contains)
                        .map(ContainerInfo::name)
                        .toList(),
                started,
                heard,
                thawed,
                servesPods(members.controlPlanes()));
    }

    /** Where the user has brought the pods' network himself, or not yet, minik does not know by what nodes become Ready. */
    private boolean servesPods(List<ContainerInfo> controlPlanes) {
        return controlPlanes.isEmpty()
                || AgentSettings.of(parts.engine(), controlPlanes.get(0))
                        .serving()
                        .includes(Serving.PODS);
    }
}
