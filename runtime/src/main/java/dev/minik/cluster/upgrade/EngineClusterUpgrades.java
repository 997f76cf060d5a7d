package dev.minik.cluster.upgrade;

import dev.minik.archive.TarReader;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.ClusterRecords;
import dev.minik.cluster.Draining;
import dev.minik.cluster.NodeScripts;
import dev.minik.cluster.Tasks;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kube.KubeApi;
import dev.minik.kube.KubeApiException;
import dev.minik.model.ClusterName;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.plan.ImageFacts;
import dev.minik.plan.NodePlan;
import dev.minik.progress.Progress;
import dev.minik.record.ClusterRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@link ClusterUpgrades} by kubeadm in the nodes, with programs and images from a newer node image. */
public final class EngineClusterUpgrades implements ClusterUpgrades {
    private static final long POLL_MILLIS = 100;
    private static final String ARCHIVE = "/minik-images.tar";
    private static final List<String> PROGRAMS = List.of("/usr/bin/kubeadm", "/usr/bin/kubelet", "/usr/bin/kubectl");

    private final ClusterParts parts;
    private final Engine engine;
    private final Progress progress;
    private final NodeImageProvider images;
    private final ClusterRecords records;
    private final NodeScripts scripts;

    /** Upgrades with node images of {@code images}. */
    public EngineClusterUpgrades(ClusterParts parts, NodeImageProvider images) {
        this.parts = parts;
        this.images = images;
        engine = parts.engine();
        progress = parts.progress();
        records = new ClusterRecords(engine);
        scripts = new NodeScripts(engine);
    }

    @Override
    public List<Step> plan(ClusterName name, KubernetesVersion version) {
        return ClusterParts.asUserSees(() -> {
            var record = records.read(parts.runningNodesOf(name));
            var plan = upgradePlan(record, parts.asking(name, KubeApi::nodes), version);
            plan.check();
            return plan.steps();
        });
    }

    @Override
    public List<Step> upgrade(ClusterName name, KubernetesVersion version, Duration patience) {
        return parts.locked(name, () -> {
            var nodes = parts.runningNodesOf(name);
            var record = records.read(nodes);
            var plan = upgradePlan(record, nodeStates(name, record, nodes), version);
            plan.check();
            refuseEnded(name, nodes);
            var steps = plan.steps();
            if (!plan.nodes().isEmpty()) {
                upgrade(plan, nodes, patience);
            }
            if (!record.plan().kubernetesVersion().equals(version)) {
                admitPods(plan, nodes, patience);
                var reference = images.nameFor(version);
                var image = engine.findImage(reference).orElseThrow();
                var facts = new ImageFacts(reference, image.id(), version, true, Optional.empty());
                var upgraded = new ClusterRecord(
                        record.config().withVersion(version), record.plan().upgraded(facts), record.unfinished());
                records.write(nodes, upgraded);
            }
            return steps;
        });
    }

    /** One that was broken off may have left a node that has the version, and takes no pods. */
    private void admitPods(UpgradePlan plan, List<ContainerInfo> nodes, Duration patience) {
        var controlPlane =
                containers(nodes, List.of(plan.cluster().firstControlPlane())).get(0);
        plan.cluster().nodes().stream()
                .filter(node -> !plan.nodes().contains(node))
                .forEach(node -> new Draining(engine).uncordon(controlPlane, node.name(), patience));
    }

    /** An upgrade that was broken off may be at work still, and kubeadm have ended the API server for a while. */
    private List<KubeApi.NodeState> nodeStates(ClusterName name, ClusterRecord record, List<ContainerInfo> nodes) {
        try {
            return parts.asking(name, KubeApi::nodes);
        } catch (MinikException e) {
            if (!(e.getCause() instanceof KubeApiException)) {
                throw e;
            }
            progress.run(
                    "await-upgrade",
                    "Waiting for the API server of cluster '%s'".formatted(name),
                    () -> containers(nodes, record.plan().controlPlanes()).stream()
                            .filter(node -> node.state() == ContainerInfo.State.RUNNING)
                            .forEach(node -> scripts.run("await-upgrade", node)));
            return parts.asking(name, KubeApi::nodes);
        }
    }

    private static UpgradePlan upgradePlan(
            ClusterRecord record, List<KubeApi.NodeState> nodes, KubernetesVersion version) {
        Map<String, KubernetesVersion> running = nodes.stream()
                .collect(Collectors.toMap(
                        KubeApi.NodeState::name, node -> KubernetesVersion.parse(node.kubeletVersion())));
        return new UpgradePlan(record.plan(), running, version);
    }

    private static void refuseEnded(ClusterName name, List<ContainerInfo> nodes) {
        nodes.stream()
                .filter(node -> node.state() != ContainerInfo.State.RUNNING)
                .findFirst()
                .ifPresent(node -> {
                    throw MinikException.of(
                            ExitCode.WRONG_STATE,
                            "node %s does not run".formatted(node.name()),
                            "minik repair cluster %s, then repeat the command".formatted(name));
                });
    }

    private void upgrade(UpgradePlan plan, List<ContainerInfo> nodes, Duration patience) {
        var name = plan.cluster().name();
        var image = images.provide(engine, images.nameFor(plan.version()), progress);
        var helper = helper(name, image.id());
        try {
            engine.startContainer(helper);
            progress.run("images", "Loading the container images of " + plan.version(), () -> {
                var known = knownImages(nodes);
                var lacking = scripts.run(
                        "export-images", engine.findContainer(helper).orElseThrow(), known.toArray(String[]::new));
                parts.tasks().all(containers(nodes, plan.nodes()), node -> {
                    if (!lacking.isBlank()) { // an upgrade that was broken off may have brought them
                        importImages(helper, node);
                    }
                    copyPrograms(helper, node);
                });
            });
        } finally {
            Tasks.cleanUp(() -> engine.removeContainer(helper));
        }
        for (NodePlan node : plan.nodes()) {
            progress.run(
                    "upgrade-" + node.name(), "Upgrading " + node.name(), () -> upgrade(plan, node, nodes, patience));
        }
    }

    /** Carries the cluster's label, so that deleting the cluster removes what an upgrade that was killed has left. */
    private String helper(ClusterName name, String image) {
        var helper = name + "-upgrade";
        engine.removeContainer(helper);
        return engine.createContainer(ContainerSpec.of(helper, image)
                .hostname(helper)
                .labels(Map.of(Labels.CLUSTER, name.value(), Labels.KIND, Labels.KIND_HELPER))
                .entrypoint(List.of("sleep", "infinity"))
                .build());
    }

    /** Returns the images that all nodes have. */
    private List<String> knownImages(List<ContainerInfo> nodes) {
        var counts = new TreeMap<String, Integer>();
        for (ContainerInfo node : nodes) {
            engine.exec(node.id(), ExecSpec.of("ctr", "--namespace", "k8s.io", "images", "ls", "--quiet"))
                    .stdout()
                    .lines()
                    .forEach(image -> counts.merge(image.strip(), 1, Integer::sum));
        }
        return counts.entrySet().stream()
                .filter(image -> image.getValue() == nodes.size())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void importImages(String helper, ContainerInfo node) {
        try (var tar = engine.copyFrom(helper, ARCHIVE)) {
            TarReader.read(tar, (entry, content) -> {
                var command = List.of(
                        "ctr",
                        "--namespace",
                        "k8s.io",
                        "images",
                        "import",
                        "--label",
                        "io.cri-containerd.image=managed",
                        "-");
                var result = engine.exec(
                        node.id(),
                        new ExecSpec(
                                command, Map.of(), Optional.of(content), Optional.empty(), Optional.empty(), false));
                if (result.exitCode() != 0) {
                    throw MinikException.of(
                            ExitCode.FAILED,
                            "node %s does not take the images: %s".formatted(node.name(), lastLine(result.stderr())),
                            "make room on the disk (docker system df), then repeat the command");
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
    }

    private void copyPrograms(String helper, ContainerInfo node) {
        for (String program : PROGRAMS) {
            try (var tar = engine.copyFrom(helper, program)) {
                engine.copyInto(node.id(), "/minik", tar);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void upgrade(UpgradePlan plan, NodePlan node, List<ContainerInfo> nodes, Duration patience) {
        var container = containers(nodes, List.of(node)).get(0);
        var controlPlane =
                containers(nodes, List.of(plan.cluster().firstControlPlane())).get(0);
        var how = node.equals(plan.cluster().firstControlPlane()) ? "apply" : "node";
        var draining = new Draining(engine);
        try {
            scripts.run("upgrade", container, how, plan.version().toString());
            if (plan.isDrained(node)) {
                draining.drain(controlPlane, node.name(), patience, "delete them or their PodDisruptionBudgets");
            }
            scripts.run("replace-kubelet", container, plan.version().toString());
            awaitKubelet(plan, node, patience);
            draining.uncordon(controlPlane, node.name(), patience);
        } catch (MinikException e) {
            var remedy = "then repeat 'minik upgrade cluster': what is done is passed over";
            throw MinikException.of(e.exitCode(), e.message(), e.remedy() + ", " + remedy)
                    .withDetails(e.details())
                    .causedBy(e);
        }
    }

    /** A node that was Ready stays so for a while when its kubelet ends; the version tells which kubelet has said so. */
    private void awaitKubelet(UpgradePlan plan, NodePlan node, Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        try (var api =
                parts.access().api(parts.resources().entrance(plan.cluster().name()))) {
            while (!isUpgraded(api, node, plan.version())) {
                if (System.nanoTime() > deadline) {
                    throw MinikException.of(
                            ExitCode.TIMED_OUT,
                            "node %s is not Ready with %s".formatted(node.name(), plan.version()),
                            "docker exec %s journalctl --unit kubelet tells why".formatted(node.name()));
                }
                Tasks.pause(POLL_MILLIS);
            }
        }
    }

    private static boolean isUpgraded(KubeApi api, NodePlan node, KubernetesVersion version) {
        try {
            return api.nodes().stream()
                    .anyMatch(one -> one.name().equals(node.name())
                            && one.isReady()
                            && one.kubeletVersion().equals(version.toString()));
        } catch (KubeApiException e) {
            return false; // its only API server may be on its way
        }
    }

    private static List<ContainerInfo> containers(List<ContainerInfo> all, List<NodePlan> nodes) {
        var names = NodePlan.names(nodes);
        return all.stream().filter(node -> names.contains(node.name())).toList();
    }
}
