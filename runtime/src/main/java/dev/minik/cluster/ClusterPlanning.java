package dev.minik.cluster;

import dev.minik.config.ClusterConfig;
import dev.minik.config.NodeConfig;
import dev.minik.doctor.LinuxHost;
import dev.minik.doctor.RootlessEngine;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kubeadm.BootstrapCredentials;
import dev.minik.kubeadm.KubeadmConfig;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import dev.minik.network.CniManifests;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.ClusterPlanner;
import dev.minik.plan.HostFacts;
import dev.minik.plan.ImageFacts;
import dev.minik.plan.ImagePlan;
import dev.minik.plan.NodeChanges;
import dev.minik.process.HostCommandRunner;
import dev.minik.progress.Progress;
import dev.minik.registry.LocalRegistries;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers the facts that the planner needs, and plans. */
final class ClusterPlanning {
    private final Engine engine;
    private final Supplier<EngineInfo> info;
    private final EngineReach reach;
    private final NodeImageProvider images;
    private final CniManifests manifests;
    private final Supplier<KubernetesVersion> defaultVersion;
    private final Map<String, String> variables;
    private final SecureRandom random;
    private final Progress progress;

    ClusterPlanning(ClusterParts parts, NodeImageProvider images) {
        this.images = images;
        engine = parts.engine();
        info = parts.lazyInfo();
        reach = parts.reach();
        defaultVersion = parts.environment().defaultVersion();
        variables = parts.environment().variables();
        random = parts.random();
        progress = parts.progress();
        manifests = new CniManifests(
                parts.environment().cacheDirectory().resolve("networks"),
                parts.environment().networks(),
                variables,
                new HostCommandRunner(),
                progress);
    }

    ClusterPlan plan(ClusterConfig config) {
        var version = config.kubernetesVersion().orElseGet(defaultVersion);
        var references = config.nodes().stream()
                .map(node -> node.image().orElseGet(() -> images.nameFor(version)))
                .toList();
        var patched = !config.containerdPatches().isEmpty();
        var local = new LocalRegistries(engine).require(config.localRegistries());
        var registries = !config.registries().isEmpty() || !local.isEmpty();
        Map<String, ImageFacts> facts = references.stream()
                .distinct()
                .collect(Collectors.toMap(reference -> reference, reference -> facts(reference, patched, registries)));
        refuseOtherVersion(config, facts.values().stream().toList());
        var host = hostFacts(config, ClusterPlanner.randomPorts(config));
        List<ImageFacts> perNode = references.stream()
                .map(reference -> Objects.requireNonNull(facts.get(reference)))
                .toList();
        Optional<ImageFacts> balancer =
                ClusterPlanner.needsBalancer(config, host) ? Optional.of(balancer(perNode)) : Optional.empty();
        var plan = new ClusterPlanner().plan(config, new ImagePlan(perNode, balancer), host, local);
        return config.bare()
                ? plan
                : manifests
                        .of(config.networking(), plan)
                        .map(plan::withCniManifest)
                        .orElse(plan);
    }

    private HostFacts hostFacts(ClusterConfig config, int ports) {
        return new HostProbe(engine, info.get(), random).facts(config, ports, variables, reach.reach());
    }

    /**
     * Plans nodes for a cluster that exists.
     *
     * @param added nodes with images of their own where they are to have others than the first control plane
     */
    NodeChanges.Changed further(ClusterConfig config, ClusterPlan plan, List<NodeConfig> added) {
        var own = plan.firstControlPlane().image();
        var perNode = added.stream()
                .map(node -> node.image()
                        .map(reference -> facts(
                                reference,
                                !config.containerdPatches().isEmpty(),
                                !config.registries().isEmpty()
                                        || !plan.registries().isEmpty()))
                        .orElse(own))
                .toList();
        Optional<ImageFacts> balancer =
                NodeChanges.needsBalancer(config, plan, added) ? Optional.of(balancer(List.of(own))) : Optional.empty();
        var host = hostFacts(NodeChanges.with(config, added), NodeChanges.randomPorts(added));
        return NodeChanges.add(config, plan, added, new ImagePlan(perNode, balancer), host);
    }

    /** Applies all patches once, before anything is made, and tells what the user may have meant otherwise. */
    void checkPatches(ClusterConfig config, ClusterPlan plan) {
        var warnings = new LinkedHashSet<String>();
        if (!config.containerdPatches().isEmpty()) {
            plan.nodes().stream()
                    .flatMap(node -> node.image().containerdConfig().stream())
                    .forEach(text -> warnings.addAll(
                            config.containerdPatches().apply(text).warnings()));
        }
        if (plan.hasKubeadmPatches()) {
            warnings.addAll(new KubeadmConfig(plan, BootstrapCredentials.random(random)).check());
        }
        warnings.forEach(progress::warn);
    }

    /** Warns when the host's limits are too low for so many nodes beside those that are there already. */
    void warnOfLimits(int added) {
        if (info.get().local()) {
            var others = Stream.of(Labels.KIND_NODE, Labels.KIND_ETCD)
                    .mapToInt(kind ->
                            engine.listContainers(Map.of(Labels.KIND, kind)).size())
                    .sum();
            new LinuxHost(Path.of("/"))
                    .tooManyNodes(others + added)
                    .ifPresent(finding -> progress.warn("%s; %s".formatted(finding.message(), finding.remedy())));
        }
    }

    /** Warns of what others on the network can reach when the engine is on another host, without the user having said so. */
    void warnOfNetwork(ClusterConfig config, ClusterPlan plan) {
        info.get().remote().ifPresent(host -> {
            if (!host.encrypted()) {
                progress.warn(
                        ("the engine at %s is spoken to in the clear: whoever reaches its port is root on its host;"
                                        + " protect it by TLS, and set DOCKER_TLS_VERIFY and DOCKER_CERT_PATH")
                                .formatted(host.name()));
            }
            if (config.networking().apiServerAddress().isEmpty()) {
                progress.warn(("the API server is published on %s of the engine's host, and can be reached from other"
                                + " machines as from this one; networking.apiServerAddress chooses another address")
                        .formatted(plan.apiServer().hostAddress()));
            }
        });
    }

    /** Fails when no node can run in the engine, whatever it is given. */
    void refuseUnsuitableEngine() {
        RootlessEngine.problem(info.get()).ifPresent(problem -> {
            throw MinikException.of(ExitCode.UNSUITABLE_HOST, problem.message(), problem.remedy());
        });
    }

    /** Fails when a port cannot be published, or is taken already. */
    void refusePorts(List<PortPublish> ports) {
        var host = new HostProbe(engine, info.get(), random);
        host.refuseUnknownProtocols(ports);
        host.refuseUnreachablePorts(ports);
        host.refuseTakenPorts(ports);
    }

    void refuseFullDisk() {
        EngineDisk.refuseFull(info.get());
    }

    /** An image given by name decides the version; asking for another one as well is a contradiction. */
    private static void refuseOtherVersion(ClusterConfig config, List<ImageFacts> images) {
        config.kubernetesVersion()
                .ifPresent(wanted -> images.stream()
                        .filter(image -> !image.kubernetesVersion().equals(wanted))
                        .findFirst()
                        .ifPresent(other -> {
                            throw MinikException.of(
                                    ExitCode.INVALID_CONFIG,
                                    "image %s holds Kubernetes %s, but %s is asked for"
                                            .formatted(other.reference(), other.kubernetesVersion(), wanted),
                                    "leave out the image or the version");
                        }));
    }

    /** The balancer's program is in minik's images only. */
    private ImageFacts balancer(List<ImageFacts> nodes) {
        return nodes.stream()
                .filter(ImageFacts::builtByMinik)
                .findFirst()
                .orElseGet(() -> facts(images.nameFor(defaultVersion.get()), false, false));
    }

    private ImageFacts facts(String reference, boolean patched, boolean registries) {
        return new ImageInspector(engine)
                .facts(reference, images.provide(engine, reference, progress), patched, registries);
    }
}
