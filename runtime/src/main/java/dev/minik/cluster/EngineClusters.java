package dev.minik.cluster;

import dev.minik.archive.TarReader;
import dev.minik.config.ClusterConfig;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.kube.KubeApiException;
import dev.minik.kubeconfig.KubeconfigStore;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.plan.ClusterPlanner;
import dev.minik.progress.Progress;
import dev.minik.timeline.NodeJournal;
import dev.minik.timeline.Span;
import dev.minik.timeline.SpanRecorder;
import dev.minik.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The clusters of one engine. Puts the parts together and sees to it that two commands do not meet on one cluster. */
public final class EngineClusters implements Clusters, AutoCloseable {
    private static final String KUBECTL = "/usr/bin/kubectl";

    private final Engine engine;
    private final Path lockDirectory;
    private final Supplier<EngineInfo> info;
    private final Tasks tasks = new Tasks();
    private final SpanRecorder recorder;
    private final Progress progress;
    private final Creations creations;
    private final Resources resources;
    private final ClusterReader reader;
    private final ClusterAccess access;
    private final LogExporter logs;
    private final ClusterPlanning planning;
    private final ClusterCreator creator;
    private final ClusterRemover remover;

    /**
     * Puts the parts together; asks the engine nothing yet.
     *
     * @param environment what comes from outside
     */
    public EngineClusters(
            Engine engine,
            NodeImageProvider images,
            KubeconfigStore kubeconfigs,
            Progress told,
            Environment environment) {
        this.engine = engine;
        recorder = new SpanRecorder(environment.clock());
        progress = told.telling(recorder);
        this.lockDirectory = environment.cacheDirectory().resolve("locks");
        this.info = new Lazy<>(engine::info);
        var random = new SecureRandom();
        creations = new Creations(engine, environment.hostName());
        resources = new Resources(engine, tasks);
        var reach = new EngineReach(info);
        reader = new ClusterReader(engine, creations, reach);
        access = new ClusterAccess(engine, reach, kubeconfigs, random, environment.clock());
        logs = new LogExporter(engine, tasks);
        planning = new ClusterPlanning(
                engine, info, reach, images, environment.defaultVersion(), environment.variables(), random, progress);
        var failed = new FailedCreation(
                new FirstCause(engine),
                new EngineDisk(engine),
                logs,
                resources,
                creations,
                tasks,
                progress,
                environment.failureLogDirectory());
        creator = new ClusterCreator(
                engine, planning, creations, resources, access, failed, tasks, progress, environment.clock(), random);
        remover = new ClusterRemover(resources, access, creations, progress);
    }

    /**
     * What comes from outside.
     *
     * @param cacheDirectory where locks lie
     * @param failureLogDirectory where the logs of a failed creation are written
     * @param hostName this host's name
     * @param defaultVersion the Kubernetes version when none is asked for; looked up only by what needs one
     * @param variables the environment of the user, who may have a proxy
     * @param clock the time
     */
    public record Environment(
            Path cacheDirectory,
            Path failureLogDirectory,
            String hostName,
            Supplier<KubernetesVersion> defaultVersion,
            Map<String, String> variables,
            InstantSource clock) {}

    @Override
    public Map<String, Object> plan(ClusterConfig config) {
        return asUserSees(() -> {
            var plan = planning.plan(config);
            planning.checkPatches(config, plan);
            return ClusterPlanner.describe(plan);
        });
    }

    @Override
    public Created create(ClusterConfig config, CreateOptions options) {
        return locked(config.name(), () -> creator.create(config, options));
    }

    @Override
    public boolean delete(ClusterName name, Optional<Path> kubeconfig) {
        return locked(name, () -> remover.remove(name, kubeconfig));
    }

    @Override
    public List<ClusterSummary> list() {
        return asUserSees(reader::clusters);
    }

    @Override
    public List<NodeSummary> nodes(Optional<ClusterName> name) {
        var all = asUserSees(reader::nodes);
        if (name.isEmpty()) {
            return all;
        }
        var own = all.stream()
                .filter(node -> node.cluster().equals(name.get().value()))
                .toList();
        if (own.isEmpty()) {
            throw noSuchCluster(name.get());
        }
        return own;
    }

    @Override
    public ClusterStatus status(ClusterName name) {
        return asUserSees(() -> {
            var nodes = nodesOf(name);
            var state = ClusterReader.state(nodes);
            var problems = new ArrayList<String>();
            Map<String, KubeApi.NodeState> registered = Map.of();
            var entrance = resources.entrance(name);
            if (!state.equals("running")) {
                problems.add("the cluster is " + state);
            } else if (ClusterAccess.isBare(entrance.controlPlane()) && !access.isSetUp(entrance)) {
                problems.add("the nodes are bare, and kubeadm init has not been run in "
                        + entrance.controlPlane().name());
            } else {
                try (var api = access.api(entrance)) {
                    registered = api.nodes().stream()
                            .collect(Collectors.toMap(KubeApi.NodeState::name, Function.identity()));
                    var names = nodes.stream().map(ContainerInfo::name).toList();
                    problems.addAll(new Readiness(api, names, true).missing());
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
            var health = Stream.concat(
                            nodes.stream().map(node -> health(node, Optional.ofNullable(known.get(node.name())))),
                            etcd.stream())
                    .toList();
            return new ClusterStatus(name.value(), state, problems.isEmpty(), health, problems);
        });
    }

    @Override
    public String kubeconfig(ClusterName name, boolean internal) {
        return asUserSees(() -> access.kubeconfig(resources.entrance(name), name, internal));
    }

    @Override
    public Path exportKubeconfig(ClusterName name, Optional<Path> kubeconfig, boolean internal) {
        return asUserSees(() -> access.export(resources.entrance(name), name, kubeconfig, internal));
    }

    @Override
    public Path exportLogs(ClusterName name, Path directory) {
        return asUserSees(() -> {
            var etcd = resources.etcdNodes(name);
            logs.export(Stream.concat(nodesOf(name).stream(), etcd.stream()).toList(), directory);
            return directory;
        });
    }

    @Override
    public Timeline timeline(ClusterName name) {
        var spans = new ArrayList<>(recorder.spans());
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
        asUserSees(() -> {
            var node = nodesOf(name).get(0);
            try (var tar = engine.copyFrom(node.id(), KUBECTL)) {
                return TarReader.copyFirstFile(tar, target);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void sweep() {
        for (ClusterName name : asUserSees(creations::abandoned)) {
            locked(name, () -> remover.removeAbandoned(name));
        }
    }

    @Override
    public void close() {
        tasks.close();
        engine.close();
    }

    private List<ContainerInfo> nodesOf(ClusterName name) {
        var nodes = resources.nodes(name);
        if (nodes.isEmpty()) {
            throw noSuchCluster(name);
        }
        return nodes;
    }

    private <T> T locked(ClusterName name, Supplier<T> work) {
        var lock = ClusterLock.take(lockDirectory, name);
        try {
            return asUserSees(work);
        } finally {
            lock.close();
        }
    }

    private static NodeHealth health(ContainerInfo node, Optional<KubeApi.NodeState> state) {
        return new NodeHealth(
                node.name(),
                ClusterReader.role(node),
                ClusterReader.state(node),
                state.map(KubeApi.NodeState::ready).orElse("Unknown"),
                state.map(KubeApi.NodeState::message).orElse(""));
    }

    static MinikException noSuchCluster(ClusterName name) {
        return MinikException.of(
                ExitCode.EXISTS_OR_NOT_FOUND,
                "there is no cluster '%s'".formatted(name),
                "'minik get clusters' lists the clusters, 'minik create cluster %s' makes this one".formatted(name));
    }

    private static <T> T asUserSees(Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            throw FailedCreation.explain(e, "start it again, then repeat the command");
        }
    }
}
