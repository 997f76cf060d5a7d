package dev.minik.cluster;

import dev.minik.archive.TarReader;
import dev.minik.config.ClusterConfig;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.kube.KubeApiException;
import dev.minik.model.ClusterName;
import dev.minik.model.Role;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.plan.ClusterPlanner;
import dev.minik.plan.Serving;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import dev.minik.timeline.NodeJournal;
import dev.minik.timeline.Span;
import dev.minik.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The clusters of one engine. Puts the parts together and sees to it that two commands do not meet on one cluster. */
public final class EngineClusters implements Clusters {
    private static final String KUBECTL = "/usr/bin/kubectl";

    private final ClusterParts parts;
    private final Engine engine;
    private final Progress progress;
    private final Creations creations;
    private final Resources resources;
    private final ClusterReader reader;
    private final ClusterAccess access;
    private final LogExporter logs;
    private final ClusterPlanning planning;
    private final ClusterCreator creator;
    private final ClusterRemover remover;

    /** Puts the parts together; asks the engine nothing yet. */
    public EngineClusters(ClusterParts parts, NodeImageProvider images) {
        this.parts = parts;
        engine = parts.engine();
        progress = parts.progress();
        creations = parts.creations();
        resources = parts.resources();
        access = parts.access();
        reader = new ClusterReader(engine, creations, parts.reach(), new NodeVersions(engine, parts.tasks()));
        logs = new LogExporter(engine, parts.tasks());
        planning = new ClusterPlanning(parts, images);
        var failed = new FailedCreation(parts, new FirstCause(engine), new EngineDisk(engine), logs);
        creator = new ClusterCreator(parts, planning, failed);
        remover = new ClusterRemover(resources, access, creations, parts.tasks(), progress);
    }

    @Override
    public Map<String, Object> plan(ClusterConfig config) {
        return ClusterParts.asUserSees(() -> {
            var plan = planning.plan(config);
            planning.checkPatches(config, plan);
            return ClusterPlanner.describe(plan);
        });
    }

    @Override
    public Created create(ClusterConfig config, CreateOptions options) {
        return parts.locked(config.name(), () -> creator.create(config, options));
    }

    @Override
    public boolean delete(ClusterName name, Optional<Path> kubeconfig) {
        return parts.locked(name, () -> remover.remove(name, kubeconfig));
    }

    @Override
    public List<ClusterSummary> list() {
        return ClusterParts.asUserSees(reader::clusters);
    }

    @Override
    public List<NodeSummary> nodes(Optional<ClusterName> name) {
        var all = ClusterParts.asUserSees(reader::nodes);
        if (name.isEmpty()) {
            return all;
        }
        var own = all.stream()
                .filter(node -> node.cluster().equals(name.get().value()))
                .toList();
        if (own.isEmpty()) {
            throw ClusterParts.noSuchCluster(name.get());
        }
        return own;
    }

    /** Whoever brings the network himself is told as well that it is missing. */
    private Serving whatIsToWork(Resources.Entrance entrance) {
        return AgentSettings.of(engine, entrance.controlPlane()).hasDns() ? Serving.NAMES : Serving.PODS;
    }

    @Override
    public ClusterStatus status(ClusterName name) {
        return ClusterParts.asUserSees(() -> {
            var nodes = parts.nodesOf(name);
            var state = ClusterReader.state(nodes);
            var problems = new ArrayList<String>();
            var unfinished = unfinished(nodes);
            problems.addAll(unfinished);
            Map<String, KubeApi.NodeState> registered = Map.of();
            var entrance = resources.entrance(name);
            if (!state.equals("running")) {
                problems.add("the cluster is " + state + (unfinished.isEmpty() ? remedy(name, state) : ""));
            } else if (ClusterAccess.isBare(entrance.controlPlane()) && !access.isSetUp(entrance)) {
                problems.add("the nodes are bare, and kubeadm init has not been run in "
                        + entrance.controlPlane().name());
            } else {
                try (var api = access.api(entrance)) {
                    registered = api.nodes().stream()
                            .collect(Collectors.toMap(KubeApi.NodeState::name, Function.identity()));
                    var names = nodes.stream().map(ContainerInfo::name).toList();
                    problems.addAll(new Readiness(api, names, whatIsToWork(entrance)).missing());
                    if (!problems.isEmpty()) {
                        problems.addAll(FirstCause.sickPods(api));
                    }
                } catch (KubeApiException e) {
                    problems.add("the API server does not answer: " + e.getMessage());
                }
            }
            var known = registered;
            var etcd = resources.etcdNodes(name).stream()
                    .map(new EtcdHealth(engine)::of)
                    .toList();
            etcd.stream()
                    .map(NodeHealth::message)
                    .filter(text -> !text.isEmpty())
                    .forEach(problems::add);
            problems.addAll(new LostParts(parts).of(name, nodes));
            problems.addAll(new UnfinishedRestore(engine, parts.tasks()).of(resources.machines(name)));
            var health = Stream.concat(
                            nodes.stream().map(node -> health(node, Optional.ofNullable(known.get(node.name())))),
                            etcd.stream())
                    .toList();
            return new ClusterStatus(name.value(), state, problems.isEmpty(), health, problems);
        });
    }

    /** Returns what is to be done about nodes that were neither added nor removed to the end. */
    private List<String> unfinished(List<ContainerInfo> nodes) {
        if (nodes.stream().noneMatch(node -> ClusterReader.role(node).equals(Role.CONTROL_PLANE.text()))) {
            return List.of();
        }
        return parts.records().find(nodes).map(ClusterRecord::unfinished).stream()
                .filter(names -> !names.isEmpty())
                .map(names ->
                        "a change of nodes is under way, or was and that did not end, for %s: 'minik repair cluster' removes what is left"
                                .formatted(String.join(", ", names)))
                .toList();
    }

    @Override
    public String kubeconfig(ClusterName name, boolean internal) {
        return ClusterParts.asUserSees(() -> {
            parts.runningNodesOf(name);
            return access.kubeconfig(resources.entrance(name), name, internal);
        });
    }

    @Override
    public Path exportKubeconfig(ClusterName name, Optional<Path> kubeconfig, boolean internal) {
        return ClusterParts.asUserSees(() -> {
            parts.runningNodesOf(name);
            return access.export(resources.entrance(name), name, kubeconfig, internal);
        });
    }

    @Override
    public Path exportLogs(ClusterName name, Path directory) {
        return ClusterParts.asUserSees(() -> {
            var etcd = resources.etcdNodes(name);
            logs.export(
                    Stream.concat(parts.nodesOf(name).stream(), etcd.stream()).toList(), directory);
            return directory;
        });
    }

    @Override
    public Timeline timeline(ClusterName name) {
        var spans = new ArrayList<>(parts.recorder().spans());
        try {
            for (ContainerInfo node : resources.machines(name)) {
                spans.addAll(journal(node));
            }
        } catch (EngineException e) {
            progress.warn("the timeline lacks the nodes: " + e.getMessage());
        }
        return new Timeline(spans);
    }

    /** A node that has ended, or never became one, has no journal that could be read. */
    private List<Span> journal(ContainerInfo node) {
        try {
            var journal = engine.exec(node.id(), ExecSpec.of(NodeJournal.COMMAND.toArray(String[]::new)));
            return NodeJournal.read(node.name(), journal.stdout().lines());
        } catch (EngineException e) {
            progress.warn("the timeline lacks %s: %s".formatted(node.name(), e.getMessage()));
            return List.of();
        }
    }

    @Override
    public void copyKubectl(ClusterName name, OutputStream target) {
        ClusterParts.asUserSees(() -> {
            var node = parts.nodesOf(name).get(0);
            try (var tar = engine.copyFrom(node.id(), KUBECTL)) {
                return TarReader.copyFirstFile(tar, target);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void sweep() {
        for (ClusterName name : ClusterParts.asUserSees(creations::abandoned)) {
            try {
                parts.locked(name, () -> remover.removeAbandoned(name));
            } catch (MinikException e) {
                if (e.exitCode() != ExitCode.WRONG_STATE) {
                    throw e;
                }
                progress.detail("sweep", e.message()); // which removes the same
            }
        }
    }

    private static String remedy(ClusterName name, String state) {
        return switch (state) {
            case "paused" -> "; let it run on: minik resume cluster " + name;
            case "stopped", "partial" -> "; start it: minik start cluster " + name;
            default -> "";
        };
    }

    private static NodeHealth health(ContainerInfo node, Optional<KubeApi.NodeState> state) {
        return new NodeHealth(
                node.name(),
                ClusterReader.role(node),
                ClusterReader.state(node),
                state.map(KubeApi.NodeState::ready).orElse("Unknown"),
                state.map(KubeApi.NodeState::message).orElse(""));
    }
}
