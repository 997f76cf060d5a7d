package dev.minik.cluster.life;

import dev.minik.cluster.EtcdHealth;
import dev.minik.cluster.FirstCause;
import dev.minik.cluster.Tasks;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.kube.KubeApi.NodeState;
import dev.minik.kube.KubeApi.StartedPod;
import dev.minik.kube.KubeApiException;
import dev.minik.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Waits for nodes that were started or thawed, by whomever. What the API server tells of them at first is from before: a node counts when its
 * kubelet has told since then that it lives and is ready, and when what carries the cluster's network there runs since then.
 */
final class Awakening {
    private static final long POLL_MILLIS = 50;
    /** The pods by which nodes reach services and each other. */
    private static final Map<String, List<String>> NETWORK =
            Map.of("k8s-app", List.of("kube-proxy"), "app", List.of("flannel", "kindnet"));

    private static final List<String> ELECTED = List.of("kube-controller-manager", "kube-scheduler");

    private final Engine engine;
    private final Progress progress;
    private final KubeApi api;
    private final Awaited awaited;
    private final Set<String> roused = new HashSet<>();
    private boolean elected;

    /**
     * What is waited for.
     *
     * @param nodes the nodes' names
     * @param etcdNodes the names of nodes of etcd's own
     * @param started when each node of the cluster was started, by the engine's clock
     * @param heard since when the kubelet of each node has to have told that it lives, by the engine's clock
     * @param thawed the nodes whose processes were frozen until now
     * @param servesPods whether nodes can become Ready by what minik has installed
     */
    record Awaited(
            List<String> nodes,
            List<String> etcdNodes,
            Map<String, Instant> started,
            Map<String, Instant> heard,
            Set<String> thawed,
            boolean servesPods) {
        Awaited {
            nodes = List.copyOf(nodes);
            etcdNodes = List.copyOf(etcdNodes);
            started = Map.copyOf(started);
            heard = Map.copyOf(heard);
            thawed = Set.copyOf(thawed);
        }
    }

    Awakening(Engine engine, Progress progress, KubeApi api, Awaited awaited) {
        this.engine = engine;
        this.progress = progress;
        this.api = api;
        this.awaited = awaited;
    }

    /** Waits until nothing is missing; fails with what still is after {@code limit}. */
    void await(Duration limit, String remedy) {
        var deadline = System.nanoTime() + limit.toNanos();
        var missing = missing();
        var told = "";
        while (!missing.isEmpty()) {
            if (!missing.get(0).equals(told)) {
                told = missing.get(0);
                progress.detail("ready", told);
            }
            if (System.nanoTime() > deadline) {
                var details = new ArrayList<>(missing.subList(1, missing.size()));
                details.addAll(FirstCause.sickPods(api));
                throw MinikException.of(ExitCode.TIMED_OUT, "not ready in time: " + missing.get(0), remedy)
                        .withDetails(details);
            }
            Tasks.pause(POLL_MILLIS);
            missing = missing();
        }
    }

    private List<String> missing() {
        try {
            electAnew();
            var missing = nodesMissing();
            if (missing.isEmpty() && awaited.servesPods()) {
                missing = networkMissing();
            }
            return missing.isEmpty() ? etcdMissing() : missing;
        } catch (KubeApiException e) {
            return Stream.concat(endedMachines(), Stream.of("the API server does not answer: " + e.getMessage()))
                    .toList();
        }
    }

    /** Who was elected before his node was started cannot renew his lease any more, and the others would wait a quarter of a minute for its end. */
    private void electAnew() {
        if (!elected) {
            ELECTED.forEach(name -> api.releaseLease("kube-system", name, awaited.started()));
            elected = true;
        }
    }

    private List<String> nodesMissing() {
        var registered = api.nodes().stream().collect(Collectors.toMap(NodeState::name, Function.identity()));
        var heartbeats = api.heartbeats();
        registered.values().stream().filter(this::hasOverslept).forEach(this::rouse);
        return awaited.nodes().stream()
                .flatMap(
                        name -> missing(
                                name,
                                Optional.ofNullable(registered.get(name)),
                                Optional.ofNullable(heartbeats.get(name)))
                                .stream())
                .toList();
    }

    /**
     * A kubelet that has not heard of its container runtime for 30 seconds reports that it is down, also where both were frozen, and says only
     * ten seconds later that it is not.
     */
    private boolean hasOverslept(NodeState node) {
        return awaited.servesPods() && awaited.thawed().contains(node.name()) && !node.isReady();
    }

    /** A kubelet that starts reports at once, and its pods run on. */
    private void rouse(NodeState node) {
        if (roused.add(node.name())) {
            engine.exec(node.name(), ExecSpec.of("systemctl", "restart", "kubelet"));
        }
    }

    private Optional<String> missing(String name, Optional<NodeState> state, Optional<Instant> heartbeat) {
        if (state.isEmpty()) {
            return Optional.of("node %s has not registered".formatted(name));
        }
        if (isBefore(heartbeat, awaited.heard().getOrDefault(name, Instant.EPOCH))
                || isBefore(state.get().reported(), startOf(name))) {
            return Optional.of("the kubelet of node %s has not reported yet".formatted(name));
        }
        return awaited.servesPods() && !state.get().isReady()
                ? Optional.of(
                        "node %s is not Ready: %s".formatted(name, state.get().message()))
                : Optional.empty();
    }

    private List<String> networkMissing() {
        var dns = api.startedPods("k8s-app", List.of("kube-dns"));
        var carriers =
                NETWORK.entrySet().stream().flatMap(kind -> api.startedPods(kind.getKey(), kind.getValue()).stream());
        var missing = Stream.concat(carriers, dns.stream())
                .filter(pod -> awaited.nodes().contains(pod.node()) && !runsSinceItsNode(pod))
                .map(pod -> "pod %s/%s on %s is not ready".formatted(pod.namespace(), pod.name(), pod.node()))
                .toList();
        return missing.isEmpty() ? dnsMissing(dns) : missing;
    }

    private boolean runsSinceItsNode(StartedPod pod) {
        return pod.ready() && !isBefore(pod.started(), startOf(pod.node()));
    }

    /**
     * Pods get new addresses when their node starts, to which services lead as soon as somebody is elected who writes them down. A cluster may be
     * without CoreDNS.
     */
    private List<String> dnsMissing(List<StartedPod> known) {
        if (!api.deploymentAvailable("kube-system", "coredns").orElse(true)) {
            return List.of("CoreDNS is not available");
        }
        var pods = known.stream().filter(this::runsSinceItsNode).toList();
        return api.endpoints("kube-system", "kube-dns")
                        .map(addresses -> leadsTo(addresses, pods))
                        .orElse(true)
                ? List.of()
                : List.of("service kube-system/kube-dns does not lead to the pods of CoreDNS yet");
    }

    /** Returns whether a service's addresses are those of pods, and of no others. */
    private static boolean leadsTo(Set<String> addresses, List<StartedPod> pods) {
        return pods.stream().allMatch(pod -> pod.addresses().stream().anyMatch(addresses::contains))
                && addresses.stream()
                        .allMatch(address ->
                                pods.stream().anyMatch(pod -> pod.addresses().contains(address)));
    }

    private Instant startOf(String node) {
        return awaited.started().getOrDefault(node, Instant.EPOCH);
    }

    /** Kubernetes tells whole seconds. */
    private static boolean isBefore(Optional<Instant> told, Instant since) {
        return told.filter(time -> !time.isBefore(since.truncatedTo(ChronoUnit.SECONDS)))
                .isEmpty();
    }

    private List<String> etcdMissing() {
        var health = new EtcdHealth(engine);
        return awaited.etcdNodes().stream()
                .map(name -> engine.findContainer(name)
                        .map(node -> health.of(node).message())
                        .orElse("the container of etcd node %s is gone".formatted(name)))
                .filter(problem -> !problem.isEmpty())
                .toList();
    }

    private Stream<String> endedMachines() {
        return Stream.concat(awaited.nodes().stream(), awaited.etcdNodes().stream())
                .filter(name -> engine.findContainer(name)
                        .filter(one -> one.state() == ContainerInfo.State.RUNNING)
                        .isEmpty())
                .map("the container of node %s does not run"::formatted);
    }
}
