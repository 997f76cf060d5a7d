package dev.minik.cluster.life;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.Kinds;
import dev.minik.cluster.Tasks;
import dev.minik.engine.ContainerFiles;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.progress.Progress;
import dev.minik.progress.SteadyClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** {@link LifeCycle} by an engine: all containers of a cluster side by side. */
public final class EngineLifeCycle implements LifeCycle {
    /** What an engine gives a container by default; systemd ends the pods in that time, if they end when they are asked to. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** kubeadm's etcd has this where its state is in memory. */
    private static final String IN_MEMORY = "--unsafe-no-fsync=true";

    private static final String ETCD = "/etc/kubernetes/manifests/etcd.yaml";
    private static final int ETCD_LIMIT = 256 * 1024;

    private final ClusterParts parts;
    private final Engine engine;
    private final Tasks tasks;
    private final Progress progress;
    private final Readying readying;

    /** Makes the life cycle of the clusters of an engine. */
    public EngineLifeCycle(ClusterParts parts) {
        this.parts = parts;
        engine = parts.engine();
        tasks = parts.tasks();
        progress = parts.progress();
        readying = new Readying(parts);
    }

    @Override
    public Outcome start(ClusterName name, Options options) {
        return told(name, () -> start(Members.of(engine, name), options));
    }

    @Override
    public Outcome stop(ClusterName name) {
        return told(name, () -> stop(Members.of(engine, name)));
    }

    @Override
    public Outcome restart(ClusterName name, Options options) {
        return told(name, () -> {
            var members = Members.of(engine, name);
            members.refusePaused();
            stop(members);
            return start(Members.of(engine, name), options);
        });
    }

    @Override
    public Outcome pause(ClusterName name) {
        return told(name, () -> {
            var running = Members.of(engine, name).in(State.RUNNING);
            if (!running.isEmpty()) {
                progress.run(
                        "pause",
                        "Pausing cluster '%s'".formatted(name),
                        () -> tasks.all(running, one -> engine.pauseContainer(one.id())));
            } else {
                Members.of(engine, name).refuseStopped();
            }
            return !running.isEmpty();
        });
    }

    @Override
    public Outcome resume(ClusterName name, Options options) {
        return told(name, () -> {
            var members = Members.of(engine, name);
            members.refuseStopped();
            var paused = members.in(State.PAUSED);
            var since = engine.now();
            if (!paused.isEmpty()) {
                progress.run(
                        "resume",
                        "Resuming cluster '%s'".formatted(name),
                        () -> tasks.all(paused, one -> engine.unpauseContainer(one.id())));
            }
            readying.await(members, new Readying.Cause.Thawed(paused, since), options);
            return !paused.isEmpty();
        });
    }

    @Override
    public void restartNodes(List<String> nodes, Options options) {
        var clusters = new LinkedHashMap<ClusterName, List<String>>();
        ClusterParts.asUserSees(() -> {
            nodes.stream()
                    .distinct()
                    .forEach(node -> clusters.computeIfAbsent(clusterOf(node), cluster -> new ArrayList<>())
                            .add(node));
            return true;
        });
        clusters.forEach((cluster, own) -> parts.locked(cluster, () -> {
            var members = Members.of(engine, cluster);
            members.refusePaused();
            members.refuseStopped();
            Stream.concat(members.etcdNodes().stream(), members.controlPlanes().stream())
                    .filter(machine -> own.contains(machine.name()))
                    .forEach(this::refuseToForget);
            own.forEach(node -> restart(cluster, node, options));
            return true;
        }));
    }

    private void restart(ClusterName cluster, String node, Options options) {
        var members = Members.of(engine, cluster);
        var machine = members.machines().stream()
                .filter(one -> one.name().equals(node))
                .toList();
        progress.run(
                "stop",
                "Stopping node %s".formatted(node),
                () -> tasks.all(machine, one -> engine.stopContainer(one.id(), GRACE)));
        renewCertificates(members, machine);
        progress.run("start", "Starting node %s".formatted(node), () -> tasks.all(machine, this::start));
        readying.await(members, new Readying.Cause.NodesStarted(machine), options);
    }

    private ClusterName clusterOf(String node) {
        return engine.listContainers(Map.of(Labels.CLUSTER, "")).stream()
                .filter(one -> one.name().equals(node))
                .filter(one -> Kinds.isA(Labels.KIND_NODE, one) || Kinds.isA(Labels.KIND_ETCD, one))
                .findFirst()
                .map(one -> new ClusterName(one.labels().getOrDefault(Labels.CLUSTER, "")))
                .orElseThrow(() -> MinikException.of(
                        ExitCode.EXISTS_OR_NOT_FOUND,
                        "there is no node '%s'".formatted(node),
                        "'minik get nodes --all-clusters' lists the nodes"));
    }

    private boolean start(Members members, Options options) {
        members.refusePaused();
        members.lost(engine).forEach(lost -> progress.warn("the container of node %s is gone".formatted(lost)));
        var stopped = members.stopped();
        if (!stopped.isEmpty()) {
            renewCertificates(members, stopped);
            progress.run(
                    "start", "Starting cluster '%s'".formatted(members.name()), () -> tasks.all(stopped, this::start));
        }
        // others may have started the rest, or an earlier run that was interrupted before all was ready
        readying.await(members, new Readying.Cause.Started(), options);
        return !stopped.isEmpty();
    }

    private void renewCertificates(Members members, List<ContainerInfo> stopped) {
        var machines = stopped.stream().filter(members.machines()::contains).toList();
        var renewed = new NodeCertificates(parts).renew(machines, members.controlPlanes());
        if (renewed > 0) {
            progress.notice("Renewed %d certificates that had run out or were about to".formatted(renewed));
        }
    }

    private void start(ContainerInfo container) {
        // before, since Docker may list a container without its addresses that is changed while it starts
        engine.restartUnlessStopped(container.id());
        try {
            engine.startContainer(container.id());
        } catch (EngineException e) {
            throw explained(container, e);
        }
    }

    private static RuntimeException explained(ContainerInfo container, EngineException failure) {
        if (failure.kind() == EngineException.Kind.PORT_IN_USE) {
            return MinikException.of(
                            ExitCode.WRONG_STATE,
                            "a port that %s publishes is taken: %s".formatted(container.name(), failure.getMessage()),
                            "end the program that has the port, then repeat the command")
                    .causedBy(failure);
        }
        if (failure.kind() == EngineException.Kind.OTHER && container.state() == State.CREATED) {
            return MinikException.of(
                            ExitCode.WRONG_STATE,
                            "%s was not made to the end and does not start: %s"
                                    .formatted(container.name(), failure.getMessage()),
                            "minik repair cluster %s makes it anew"
                                    .formatted(container.labels().getOrDefault(Labels.CLUSTER, "")))
                    .causedBy(failure);
        }
        return failure;
    }

    private boolean stop(Members members) {
        var all = members.containers().stream()
                .filter(one -> !members.stopped().contains(one) || one.state() == State.RESTARTING)
                .toList();
        if (all.isEmpty()) {
            return false;
        }
        // members of etcd are all alike
        Stream.concat(members.etcdNodes().stream(), members.controlPlanes().stream())
                .filter(all::contains)
                .findFirst()
                .ifPresent(this::refuseToForget);
        progress.run(
                "stop",
                "Stopping cluster '%s'".formatted(members.name()),
                () -> tasks.all(all, one -> {
                    if (one.state() == State.PAUSED) {
                        engine.unpauseContainer(one.id());
                    }
                    engine.stopContainer(one.id(), GRACE);
                }));
        return true;
    }

    /** What a member of etcd has in memory only is gone with its container, and where all of them go, the whole cluster is. */
    private void refuseToForget(ContainerInfo machine) {
        if (new ContainerFiles(engine)
                .text(machine.id(), ETCD, ETCD_LIMIT)
                .filter(text -> text.contains(IN_MEMORY))
                .isPresent()) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "etcd on %s keeps its state in memory (etcd.ephemeral), and would lose it"
                            .formatted(machine.name()),
                    "pause the cluster instead (minik pause cluster), or delete it");
        }
    }

    /** Does what changes a cluster while no other command may. */
    private Outcome told(ClusterName name, BooleanSupplier work) {
        var clock = new SteadyClock();
        var begin = clock.instant();
        boolean changed = parts.locked(name, work::getAsBoolean);
        return new Outcome(name, changed, Duration.between(begin, clock.instant()));
    }
}
