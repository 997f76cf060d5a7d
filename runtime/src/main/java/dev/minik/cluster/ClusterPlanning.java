package dev.minik.cluster;

import dev.minik.archive.TarReader;
import dev.minik.config.ClusterConfig;
import dev.minik.doctor.LinuxHost;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.kubeadm.KubeadmConfig;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Labels;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.ClusterPlanner;
import dev.minik.plan.ImageFacts;
import dev.minik.plan.ImagePlan;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Gathers the facts that the planner needs, and plans. */
final class ClusterPlanning {
    private static final int VERSION_FILE_LIMIT = 256;

    private final Engine engine;
    private final Supplier<EngineInfo> info;
    private final NodeImageProvider images;
    private final Supplier<KubernetesVersion> defaultVersion;
    private final Progress progress;

    ClusterPlanning(
            Engine engine,
            Supplier<EngineInfo> info,
            NodeImageProvider images,
            Supplier<KubernetesVersion> defaultVersion,
            Progress progress) {
        this.engine = engine;
        this.info = info;
        this.images = images;
        this.defaultVersion = defaultVersion;
        this.progress = progress;
    }

    ClusterPlan plan(ClusterConfig config) {
        var version = config.kubernetesVersion().orElseGet(defaultVersion);
        var references = config.nodes().stream()
                .map(node -> node.image().orElseGet(() -> images.nameFor(version)))
                .toList();
        Map<String, ImageFacts> facts =
                references.stream().distinct().collect(Collectors.toMap(reference -> reference, this::facts));
        refuseOtherVersion(config, facts.values().stream().toList());
        var host = new HostProbe(engine, info.get()).facts(ClusterPlanner.randomPorts(config));
        List<ImageFacts> perNode = references.stream()
                .map(reference -> Objects.requireNonNull(facts.get(reference)))
                .toList();
        Optional<ImageFacts> balancer =
                ClusterPlanner.needsBalancer(config) ? Optional.of(balancer(perNode)) : Optional.empty();
        return new ClusterPlanner().plan(config, new ImagePlan(perNode, balancer), host);
    }

    /** Warns when the host's limits are too low for this cluster beside those that are there already. */
    void warnOfLimits(ClusterPlan plan) {
        if (info.get().local()) {
            var others =
                    engine.listContainers(Map.of(Labels.KIND, Labels.KIND_NODE)).size();
            new LinuxHost(Path.of("/"))
                    .tooManyNodes(others + plan.nodes().size())
                    .ifPresent(finding -> progress.warn("%s; %s".formatted(finding.message(), finding.remedy())));
        }
    }

    void refuseTakenPorts(ClusterPlan plan) {
        new HostProbe(engine, info.get()).refuseTakenPorts(plan);
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

    private ImageFacts facts(String reference) {
        var image = images.provide(engine, reference, progress);
        var label = image.labels().get(Labels.KUBERNETES_VERSION);
        var text = label == null ? versionFile(reference, image) : label;
        try {
            return supported(new ImageFacts(reference, image.id(), KubernetesVersion.parse(text), label != null));
        } catch (IllegalArgumentException e) {
            throw notANodeImage(reference).causedBy(e);
        }
    }

    /** The balancer's program is in minik's images only. */
    private ImageFacts balancer(List<ImageFacts> nodes) {
        return nodes.stream()
                .filter(ImageFacts::builtByMinik)
                .findFirst()
                .orElseGet(() -> facts(images.nameFor(defaultVersion.get())));
    }

    private static ImageFacts supported(ImageFacts image) {
        if (!KubeadmConfig.isUnderstoodBy(image.kubernetesVersion())) {
            throw MinikException.of(
                    ExitCode.INVALID_CONFIG,
                    "image %s holds Kubernetes %s, which is too old for minik"
                            .formatted(image.reference(), image.kubernetesVersion()),
                    "name an image of Kubernetes v1.31 or newer");
        }
        return image;
    }

    /** Images in kind's style tell their version in a file only; a container that never starts gives it out. */
    private String versionFile(String reference, ImageInfo image) {
        var container = engine.createContainer(ContainerSpec.of("minik-probe-" + UUID.randomUUID(), image.id())
                .hostname("probe")
                .labels(Map.of(Labels.KIND, Labels.KIND_HELPER))
                .build());
        try (var tar = engine.copyFrom(container, "/kind/version")) {
            return TarReader.firstFile(tar, VERSION_FILE_LIMIT)
                    .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip())
                    .orElseThrow(() -> notANodeImage(reference));
        } catch (EngineException e) {
            throw notANodeImage(reference).causedBy(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            engine.removeContainer(container);
        }
    }

    private static MinikException notANodeImage(String reference) {
        return MinikException.of(
                ExitCode.INVALID_CONFIG,
                "%s is not a node image: it does not tell a Kubernetes version in /kind/version".formatted(reference),
                "make one with 'minik build node-image', or name a kindest/node image");
    }
}
