package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.kube.KubeApiException;
import dev.minik.kubeconfig.KubeconfigStore;
import dev.minik.model.ClusterName;
import dev.minik.model.RegistryName;
import dev.minik.progress.Progress;
import dev.minik.timeline.SpanRecorder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What everything that works on the clusters of one engine is made of, made once: its engine, what is known of clusters there, and what keeps
 * two commands on one cluster apart. Asks the engine nothing by itself.
 */
public final class ClusterParts implements AutoCloseable {
    private final Engine engine;
    private final ClusterEnvironment environment;
    private final Supplier<EngineInfo> info;
    private final Path lockDirectory;
    private final SpanRecorder recorder;
    private final Progress progress;
    private final SecureRandom random = new SecureRandom();
    private final Tasks tasks = new Tasks();
    private final EngineReach reach;
    private final Creations creations;
    private final Resources resources;
    private final ClusterRecords records;
    private final ClusterAccess access;

    /** Makes the parts for the clusters of {@code engine}, which is closed with them. */
    public ClusterParts(Engine engine, KubeconfigStore kubeconfigs, Progress told, ClusterEnvironment environment) {
        this.engine = engine;
        this.environment = environment;
        info = new Lazy<>(engine::info);
        lockDirectory = environment.cacheDirectory().resolve("locks");
        recorder = new SpanRecorder(environment.clock());
        progress = told.telling(recorder);
        reach = new EngineReach(info);
        creations = new Creations(engine, environment.hostName());
        resources = new Resources(engine, tasks);
        records = new ClusterRecords(engine);
        access = new ClusterAccess(engine, reach, kubeconfigs, random, environment.clock());
    }

    /** Returns the engine. */
    public Engine engine() {
        return engine;
    }

    /** Returns what the engine says of itself, asked once. */
    public EngineInfo info() {
        return info.get();
    }

    /** Returns what comes from outside. */
    public ClusterEnvironment environment() {
        return environment;
    }

    /** Returns who is told how far operations are. */
    public Progress progress() {
        return progress;
    }

    /** Returns what keys are made of. */
    public SecureRandom random() {
        return random;
    }

    /** Returns what runs work side by side. */
    public Tasks tasks() {
        return tasks;
    }

    /** Returns what finds the containers, networks and volumes of clusters. */
    public Resources resources() {
        return resources;
    }

    /** Returns what reads and writes what clusters keep of themselves. */
    public ClusterRecords records() {
        return records;
    }

    /** Returns what has the credentials of clusters. */
    public ClusterAccess access() {
        return access;
    }

    Supplier<EngineInfo> lazyInfo() {
        return info;
    }

    SpanRecorder recorder() {
        return recorder;
    }

    EngineReach reach() {
        return reach;
    }

    Creations creations() {
        return creations;
    }

    /** Returns the nodes of a cluster, control planes first; fails where there is none of that name. */
    public List<ContainerInfo> nodesOf(ClusterName name) {
        var nodes = resources.nodes(name);
        if (nodes.isEmpty()) {
            throw noSuchCluster(name);
        }
        return nodes;
    }

    /**
     * Returns the nodes of a cluster that runs, wholly or in part.
     *
     * @throws MinikException {@link ExitCode#WRONG_STATE} if it is stopped or paused
     */
    public List<ContainerInfo> runningNodesOf(ClusterName name) {
        var nodes = nodesOf(name);
        refuseResting(name, nodes);
        return nodes;
    }

    /**
     * Fails where none of a cluster's nodes runs.
     *
     * @throws MinikException {@link ExitCode#WRONG_STATE}
     */
    public static void refuseResting(ClusterName name, List<ContainerInfo> nodes) {
        switch (ClusterReader.state(nodes)) {
            case "stopped" -> throw stopped(name);
            case "paused" -> throw paused(name);
            default -> {}
        }
    }

    /** Does what no other command may do to the same cluster meanwhile; one that meets another fails. */
    public <T> T locked(ClusterName name, Supplier<T> work) {
        return locked(ClusterLock.take(lockDirectory, name), work);
    }

    /** Does what no other command may do to the same registry meanwhile; one that meets another fails. */
    public <T> T locked(RegistryName name, Supplier<T> work) {
        return locked(ClusterLock.take(lockDirectory, name), work);
    }

    private static <T> T locked(ClusterLock lock, Supplier<T> work) {
        try {
            return asUserSees(work);
        } finally {
            lock.close();
        }
    }

    /** Returns the API of a cluster that runs and was set up; nothing for others. */
    public Optional<KubeApi> runningApi(ClusterName name) {
        var entrance = resources.entrance(name);
        var running = Stream.of(entrance.controlPlane(), entrance.publisher())
                .allMatch(part -> part.state() == ContainerInfo.State.RUNNING);
        return running && access.isSetUp(entrance) ? Optional.of(access.api(entrance)) : Optional.empty();
    }

    /**
     * Asks the API server of a cluster.
     *
     * @throws MinikException {@link ExitCode#FAILED} if it does not answer, or refuses
     */
    public <T> T asking(ClusterName name, Function<KubeApi, T> question) {
        try (var api = access.api(resources.entrance(name))) {
            return question.apply(api);
        } catch (KubeApiException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the API server of cluster '%s' does not answer: %s".formatted(name, e.getMessage()),
                            "minik status %s tells why; repeat the command when it answers".formatted(name))
                    .causedBy(e);
        }
    }

    /** Does work whose failures of the engine are to be told to the user. */
    public static <T> T asUserSees(Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            if (Thread.interrupted()) { // a call that the user's interrupt has broken off fails in the words of its
                // connection
                throw MinikException.of(ExitCode.INTERRUPTED, "interrupted", "").causedBy(e);
            }
            throw FailedCreation.explain(e, "start it again, then repeat the command");
        }
    }

    /** Returns the failure of who names a cluster that is not there. */
    public static MinikException noSuchCluster(ClusterName name) {
        return MinikException.of(
                ExitCode.EXISTS_OR_NOT_FOUND,
                "there is no cluster '%s'".formatted(name),
                "'minik get clusters' lists the clusters, 'minik create cluster %s' makes this one".formatted(name));
    }

    /** Returns the failure of who needs a cluster to run that is stopped. */
    public static MinikException stopped(ClusterName name) {
        return MinikException.of(
                ExitCode.WRONG_STATE,
                "cluster '%s' is stopped".formatted(name),
                "start it: minik start cluster %s".formatted(name));
    }

    /** Returns the failure of who needs a cluster to run that is paused. */
    public static MinikException paused(ClusterName name) {
        return MinikException.of(
                ExitCode.WRONG_STATE,
                "cluster '%s' is paused".formatted(name),
                "let it run on: minik resume cluster %s".formatted(name));
    }

    @Override
    public void close() {
        tasks.close();
        engine.close();
    }
}
