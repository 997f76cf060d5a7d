package dev.minik.release;

import dev.minik.model.KubernetesVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The Kubernetes versions that minik knows. They come from one file, so that a new version is one edit there; the file is part
 * of the program, and one that does not hold together is a bug ({@link IllegalStateException}).
 */
public final class KubernetesCatalogue {
    private static final String RESOURCE = "kubernetes.yaml";

    private final List<KubernetesRelease> releases;
    private final KubernetesRelease defaultRelease;
    private final NodeComponents components;
    private final RegistryComponents registry;
    private final NetworkCatalogue networks;

    KubernetesCatalogue(
            List<KubernetesRelease> releases,
            KubernetesVersion defaultVersion,
            NodeComponents components,
            RegistryComponents registry,
            NetworkCatalogue networks) {
        var duplicates = releases.stream()
                .collect(Collectors.groupingBy(KubernetesRelease::version, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        if (!duplicates.isEmpty()) {
            throw new IllegalStateException("the catalogue lists versions twice: " + duplicates);
        }
        this.releases = releases.stream()
                .sorted(Comparator.comparing(KubernetesRelease::version).reversed())
                .toList();
        this.defaultRelease = get(defaultVersion)
                .orElseThrow(() -> new IllegalStateException("the catalogue lacks its default, " + defaultVersion));
        this.components = components;
        this.registry = registry;
        this.networks = networks;
    }

    /** Reads the catalogue that is part of the program. */
    public static KubernetesCatalogue load() {
        try (var in = KubernetesCatalogue.class.getResourceAsStream(RESOURCE)) {
            var bytes = Objects.requireNonNull(in, RESOURCE).readAllBytes();
            return CatalogueReader.read(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what belongs to a version; empty for a version that minik does not know. */
    public Optional<KubernetesRelease> get(KubernetesVersion version) {
        return releases.stream()
                .filter(release -> release.version().equals(version))
                .findFirst();
    }

    /** Returns all releases, the newest first. */
    public List<KubernetesRelease> supported() {
        return releases;
    }

    /** Returns the release that a cluster gets when nobody asks for a version. */
    public KubernetesRelease defaultRelease() {
        return defaultRelease;
    }

    /** Returns what the node images of all releases have in common. */
    public NodeComponents components() {
        return components;
    }

    /** Returns what registries of minik's own are made of. */
    public RegistryComponents registry() {
        return registry;
    }

    /** Returns the pod networks that others publish. */
    public NetworkCatalogue networks() {
        return networks;
    }
}
