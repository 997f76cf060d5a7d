package dev.minik.cluster;

import dev.minik.cluster.Clusters.Bare;
import dev.minik.cluster.Clusters.CreateOptions;
import dev.minik.cluster.Clusters.Created;
import dev.minik.cluster.Clusters.Outcome;
import dev.minik.cluster.Clusters.Usable;
import dev.minik.config.ClusterConfig;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.kubeadm.BootstrapCredentials;
import dev.minik.kubeadm.KubeadmConfig;
import dev.minik.kubeadm.KubeadmInit;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.pki.ClusterPki;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.ClusterPlanner;
import dev.minik.plan.EtcdNodePlan;
import dev.minik.plan.NodePlan;
import dev.minik.plan.Serving;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import dev.minik.registry.LocalRegistries;
import dev.minik.registry.RegistryHosting;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/** Creates a cluster; on any failure nothing is left of it. */
final class ClusterCreator {
    /** As many creations may begin at once. */
    private static final int NETWORK_ATTEMPTS = 50;

    /** Ports of another host are chosen without looking; of those chosen from, few are taken. */
    private static final int PORT_ATTEMPTS = 5;

    /** Where it takes longer, something may be wrong that only the API server tells. */
    private static final Duration UNASKED = Duration.ofSeconds(10);

    private final Engine engine;
    private final ClusterPlanning planning;
    private final Creations creations;
    private final Resources resources;
    private final ClusterAccess access;
    private final FailedCreation failedCreation;
    private final Tasks tasks;
    private final Progress progress;
    private final InstantSource clock;
    private final SecureRandom random;

    ClusterCreator(ClusterParts parts, ClusterPlanning planning, FailedCreation failedCreation) {
        this.planning = planning;
        this.failedCreation = failedCreation;
        engine = parts.engine();
        creations = parts.creations();
        resources = parts.resources();
        access = parts.access();
        tasks = parts.tasks();
        progress = parts.progress();
        clock = parts.environment().clock();
        random = parts.random();
    }

    Created create(ClusterConfig config, CreateOptions options) {
        var begun = clock.instant();
        var name = config.name();
        planning.refuseUnsuitableEngine();
        refuseExisting(name);
        resources.removeOrphans(name);
        var wanted = planning.plan(config);
        planning.checkPatches(config, wanted);
        planning.refusePorts(published(wanted));
        planning.warnOfLimits(wanted.nodes().size() + wanted.etcdNodes().size());
        planning.refuseFullDisk();
        planning.warnOfNetwork(config, wanted);
        for (int attempt = 1; ; attempt++) {
            var consoles = new NodeConsoles(progress);
            try {
                var plan = attempt == 1 ? wanted : planAgain(config);
                creations.begin(name);
                var outcome = make(config, plan, options, consoles);
                creations.end(name);
                return new Created(name, outcome, Duration.between(begun, clock.instant()));
            } catch (PortTaken e) {
                refuseTakenPort(config, e, attempt, consoles, options);
            } catch (RuntimeException e) {
                throw failedCreation.cleanUp(name, e, consoles, options);
            }
        }
    }

    /** A port that the user has named is wanted and no other; of another one, minik has taken its chance. */
    private void refuseTakenPort(
            ClusterConfig config, PortTaken taken, int attempt, NodeConsoles consoles, CreateOptions options) {
        var port = taken.port();
        if (ClusterPlanner.names(config, port.hostPort()) || attempt == PORT_ATTEMPTS) {
            var failure = HostPorts.taken(port.hostAddress(), port.hostPort()).causedBy(taken);
            throw failedCreation.cleanUp(config.name(), failure, consoles, options);
        }
        progress.detail("nodes", "port %d is taken, others are tried".formatted(port.hostPort()));
    }

    /** Returns what is published, the address of no container included, which the engine could not publish as little. */
    private static List<PortPublish> published(ClusterPlan plan) {
        var ofNodes = plan.nodes().stream().flatMap(node -> node.ports().stream());
        return Stream.concat(ofNodes, plan.balancer().stream().map(balancer -> plan.apiServer()))
                .toList();
    }

    private ClusterPlan planAgain(ClusterConfig config) {
        resources.remove(config.name());
        return planning.plan(config);
    }

    /** Creates the network; where another command has taken its subnet meanwhile, plans again with what is free then. */
    private ClusterPlan withNetwork(ClusterConfig config, ClusterPlan wanted) {
        var plan = wanted;
        for (int attempt = 1; ; attempt++) {
            try {
                engine.createNetwork(NodeMaker.network(plan));
                return plan;
            } catch (EngineException e) {
                if (e.kind() != EngineException.Kind.CONFLICT || attempt == NETWORK_ATTEMPTS) {
                    throw e;
                }
                plan = planning.plan(config);
            }
        }
    }

    private Outcome make(ClusterConfig config, ClusterPlan wanted, CreateOptions options, NodeConsoles consoles) {
        if (wanted.bare()) {
            return makeNodes(ClusterRecord.of(config, withNetwork(config, wanted)), consoles);
        }
        // while the engine makes the network there is nothing else to do
        var early = tasks.start(() -> access.newPki(wanted));
        var plan = withNetwork(config, wanted);
        var pki = plan.equals(wanted) ? early : tasks.start(() -> access.newPki(plan));
        return makeCluster(ClusterRecord.of(config, plan), pki, options, consoles);
    }

    private Outcome makeNodes(ClusterRecord record, NodeConsoles consoles) {
        var plan = record.plan();
        var filling = new BareFilling(record);
        progress.run("nodes", nodesTitle(plan), () -> {
            var registries = connectRegistries(plan);
            var maker = new NodeMaker(engine, consoles);
            Stream<Runnable> nodes = plan.nodes().stream()
                    .map(node -> () -> maker.start(plan, node, CompletableFuture.completedFuture(filling.of(node))));
            tasks.all(
                    Stream.of(registries, balancer(plan, maker), nodes)
                            .flatMap(Function.identity())
                            .toList(),
                    Runnable::run);
            maker.awaitSetUp(NodePlan.names(plan.nodes()));
        });
        keepRunning(plan.name());
        return new Bare(NodePlan.names(plan.nodes()), KubeadmInit.byHand(plan));
    }

    private Outcome makeCluster(
            ClusterRecord record, CompletableFuture<ClusterPki> pki, CreateOptions options, NodeConsoles consoles) {
        var plan = record.plan();
        var credentials = BootstrapCredentials.random(random);
        var maker = new NodeMaker(engine, consoles);
        progress.run("nodes", nodesTitle(plan), () -> startMachines(record, pki, credentials, maker));
        progress.run("control-plane", controlPlaneTitle(plan), () -> {
            // no control plane is there before etcd, so what keeps etcd is told first
            maker.awaitSetUp(plan.etcdNodes().stream().map(EtcdNodePlan::name).toList());
            maker.awaitSetUp(NodePlan.names(plan.controlPlanes()));
        });
        if (!plan.workers().isEmpty()) {
            progress.run("workers", "Joining the workers", () -> maker.awaitSetUp(NodePlan.names(plan.workers())));
        }
        var kept = tasks.start(() -> keepRunning(plan.name()));
        var server = server(plan);
        try (var api = access.api(server, Tasks.await(pki))) {
            awaitReady(plan, new KubeadmConfig(plan, credentials).serving(), options, consoles, api);
            if (!plan.registries().isEmpty()) {
                RegistryHosting.publish(api, plan.registries());
            }
            api.deleteSecret(
                    "kube-system", "bootstrap-token-" + credentials.token().id());
        }
        Tasks.await(kept);
        var kubeconfig = access.merge(plan, server, Tasks.await(pki), options.kubeconfig());
        return new Usable(kubeconfig, ClusterAccess.context(plan.name()));
    }

    /** From now on the cluster comes back with the engine. Before, a machine that ends would only end again and again. */
    private boolean keepRunning(ClusterName name) {
        var containers = engine.listContainers(Map.of(Labels.CLUSTER, name.value()));
        tasks.all(containers, container -> engine.restartUnlessStopped(container.id()));
        return !containers.isEmpty();
    }

    /** Returns where the API server is published; only the engine knows when it chose the port by itself. */
    private String server(ClusterPlan plan) {
        if (plan.apiServer().hostPort() > 0) {
            return access.server(plan.apiServer());
        }
        return access.server(resources.entrance(plan.name()).publisher());
    }

    private void startMachines(
            ClusterRecord record,
            CompletableFuture<ClusterPki> pki,
            BootstrapCredentials credentials,
            NodeMaker maker) {
        var plan = record.plan();
        Stream<Runnable> etcd = plan.etcdNodes().stream().map(node -> () -> {
            var filling = pki.thenApply(made -> new EtcdNodeFilling(plan, made.etcd()).of(node));
            maker.start(plan, node, filling);
        });
        Stream<Runnable> nodes = plan.nodes().stream().map(node -> () -> {
            var filling = pki.thenApply(made -> new NodeFilling(record, made, credentials).of(node));
            maker.start(plan, node, filling);
        });
        tasks.all(
                Stream.of(etcd, connectRegistries(plan), balancer(plan, maker), nodes)
                        .flatMap(Function.identity())
                        .toList(),
                Runnable::run);
    }

    private Stream<Runnable> connectRegistries(ClusterPlan plan) {
        var local = new LocalRegistries(engine);
        return plan.registries().stream()
                .map(registry ->
                        () -> local.connect(registry.name(), plan.network().name()));
    }

    private static Stream<Runnable> balancer(ClusterPlan plan, NodeMaker maker) {
        return plan.balancer().stream().map(one -> () -> maker.start(plan, one));
    }

    private void awaitReady(
            ClusterPlan plan, Serving serving, CreateOptions options, NodeConsoles consoles, KubeApi api) {
        if (options.timeout().isZero()) {
            return;
        }
        progress.run("ready", "Waiting for all nodes and CoreDNS", () -> {
            var deadline = System.nanoTime() + options.timeout().toNanos();
            if (serving.includes(Serving.PODS)) {
                // the nodes tell by themselves, while asking would take of the processors that they need
                hearNetwork(plan, consoles, Math.min(deadline, System.nanoTime() + UNASKED.toNanos()));
            }
            var pulls = new PullFailures(api::pods, progress, clock);
            var missing = new Readiness(api, NodePlan.names(plan.nodes()), serving).await(deadline, () -> {
                refuseEndedNode(consoles);
                pulls.tell();
            });
            if (missing.isEmpty() && serving.includes(Serving.PODS)) {
                missing = awaitNetwork(plan, consoles, deadline);
            }
            if (!missing.isEmpty()) {
                throw new FirstCause(engine).ofMissing(missing, api);
            }
        });
    }

    private static List<String> awaitNetwork(ClusterPlan plan, NodeConsoles consoles, long deadline) {
        return consoles.await(NodeConsoles.NETWORK, NodePlan.names(plan.nodes()), deadline).stream()
                .map("node %s does not reach the cluster's DNS, or not the pods of all other nodes"::formatted)
                .toList();
    }

    private void hearNetwork(ClusterPlan plan, NodeConsoles consoles, long deadline) {
        try {
            awaitNetwork(plan, consoles, deadline);
        } catch (NodeStepFailure e) {
            refuseEndedNode(consoles);
        }
    }

    /** A cluster whose node has failed or ended, or whose engine has gone, is not waited for. */
    private void refuseEndedNode(NodeConsoles consoles) {
        try {
            consoles.check();
        } catch (NodeStepFailure e) {
            // the connection to a console may break while its node runs on
            if (!e.step().equals(NodeStepFailure.CONTAINER)
                    || engine.findContainer(e.node())
                            .filter(node -> node.state() == ContainerInfo.State.RUNNING)
                            .isEmpty()) {
                throw e;
            }
        }
    }

    private void refuseExisting(ClusterName name) {
        var names = resources.names(name);
        if (!names.isEmpty()) {
            throw MinikException.of(
                    ExitCode.EXISTS_OR_NOT_FOUND,
                    "cluster '%s' exists already (%s)".formatted(name, String.join(", ", names)),
                    "delete it with 'minik delete cluster %s', or choose another name".formatted(name));
        }
    }

    private static String controlPlaneTitle(ClusterPlan plan) {
        var count = plan.controlPlanes().size();
        return count == 1 ? "Starting the control plane" : "Starting %d control planes".formatted(count);
    }

    private static String nodesTitle(ClusterPlan plan) {
        return "Starting %s%s with Kubernetes %s"
                .formatted(
                        counted(plan.nodes().size(), plan.bare() ? "bare node" : "node"),
                        plan.hasExternalEtcd()
                                ? " and " + counted(plan.etcdNodes().size(), "etcd node")
                                : "",
                        plan.kubernetesVersion());
    }

    private static String counted(int count, String what) {
        return "%d %s%s".formatted(count, what, count == 1 ? "" : "s");
    }
}
