package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.model.ClusterName;
import dev.minik.plan.BalancerPlan;
import dev.minik.plan.ClusterPlan;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes the balancer of a cluster anew when it has ended or is gone. It keeps nothing, so one that has ended is made anew as well: then it knows
 * the control planes of today.
 */
final class BalancerRepair {
    private final ClusterParts parts;
    private final ClusterRecords records;
    private final Engine engine;
    private final Progress progress;

    BalancerRepair(ClusterParts parts, ClusterRecords records) {
        this.parts = parts;
        this.records = records;
        engine = parts.engine();
        progress = parts.progress();
    }

    /**
     * Makes the balancer if it is missing, on the port that it had; where another program has taken that one, on another, which is noted.
     *
     * @param kubeconfig the file to correct where the port is another; empty for those that kubectl uses
     * @return its name if it was made
     */
    Optional<String> repair(LiveCluster cluster, Optional<Path> kubeconfig) {
        var plan = cluster.record().plan();
        var missing = plan.balancer()
                .filter(balancer -> engine.findContainer(balancer.name())
                        .filter(there -> lives(there, cluster.name()))
                        .isEmpty());
        missing.ifPresent(balancer -> {
            progress.run("balancer", "Making " + balancer.name(), () -> make(cluster, balancer));
            parts.access().refresh(parts.resources().entrance(cluster.name()), cluster.name(), kubeconfig);
        });
        return missing.map(BalancerPlan::name);
    }

    /** Returns whether it is this cluster's and has not ended; a container of somebody else's will be told of when it is in the way. */
    private static boolean lives(ContainerInfo there, ClusterName cluster) {
        return Resources.isBalancer(there, cluster) && !there.state().isAtRest();
    }

    private void make(LiveCluster cluster, BalancerPlan balancer) {
        var plan = cluster.record().plan();
        try {
            start(plan, balancer);
        } catch (PortTaken e) {
            var free =
                    new HostPorts(engine, parts.info(), parts.random()).free(1).get(0);
            var other = plan.withPort(free);
            try {
                start(other, balancer);
            } catch (PortTaken again) {
                throw HostPorts.taken(again.port().hostAddress(), again.port().hostPort())
                        .causedBy(again);
            }
            records.write(cluster.nodes(), ClusterRecord.of(cluster.record().config(), other));
            progress.warn(("port %d of %s is taken by another program, so the API server is published on port %d now;"
                            + " 'minik export kubeconfig' corrects copies of the kubeconfig")
                    .formatted(e.port().hostPort(), e.port().hostAddress(), free));
        }
    }

    private void start(ClusterPlan plan, BalancerPlan balancer) {
        engine.findContainer(balancer.name())
                .filter(there -> Resources.isBalancer(there, plan.name()))
                .ifPresent(there -> engine.removeContainer(there.id()));
        new NodeMaker(engine, new NodeConsoles(progress)).start(plan, balancer);
        engine.restartUnlessStopped(balancer.name());
    }
}
