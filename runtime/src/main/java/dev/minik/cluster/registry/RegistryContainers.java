package dev.minik.cluster.registry;

import dev.minik.archive.TarBuilder;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.Tasks;
import dev.minik.engine.ContainerFiles;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.Mount;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Labels;
import dev.minik.model.Protocol;
import dev.minik.plan.RegistryFacts;
import dev.minik.registry.LocalRegistry;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** The containers that registries run in. */
final class RegistryContainers {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SERVES = "listening on";
    private static final int SECRET = 0600;
    private static final int FILE_LIMIT = 64 * 1024;
    private static final int LAST_LINES = 10;
    /** What a cache needs to reach its upstream where that takes a proxy. */
    private static final List<String> PROXY =
            List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy");

    private final Engine engine;
    private final Map<String, String> variables;

    RegistryContainers(ClusterParts parts) {
        engine = parts.engine();
        variables = parts.environment().variables();
    }

    /** Makes the container of a registry and starts it; returns when it serves. */
    void make(RegistryFacts facts, ImageInfo image, String imageName, RegistrySettings settings) {
        var container = facts.name().container();
        engine.createContainer(ContainerSpec.of(container, image.id())
                .hostname(container)
                .command(List.of("serve", RegistrySettings.FILE))
                .environment(environment(facts))
                .labels(labels(facts, imageName))
                .mounts(List.of(new Mount.Volume(facts.name().volume(), RegistrySettings.DATA, false)))
                .ports(List.of(new PortPublish("127.0.0.1", facts.port(), RegistryFacts.INNER_PORT, Protocol.TCP)))
                .network("bridge")
                .privileged(false)
                .restartAlways(true)
                .build());
        var files = new TarBuilder().file(RegistrySettings.FILE, SECRET, settings.configuration());
        if (!settings.credentials().isEmpty()) {
            files.file(RegistrySettings.CREDENTIALS, SECRET, settings.credentials());
        }
        engine.copyInto(container, "/", new ByteArrayInputStream(files.build()));
        start(facts);
    }

    private Map<String, String> environment(RegistryFacts facts) {
        var environment = new TreeMap<String, String>();
        // it would look for a collector of traces
        environment.put("OTEL_TRACES_EXPORTER", "none");
        if (facts.upstream().isPresent()) {
            for (var name : PROXY) {
                Optional.ofNullable(variables.get(name)).ifPresent(value -> environment.put(name, value));
            }
        }
        return environment;
    }

    private static Map<String, String> labels(RegistryFacts facts, String imageName) {
        var labels = new LinkedHashMap<>(volumeLabels(facts));
        labels.put(Labels.REGISTRY_PORT, String.valueOf(facts.port()));
        labels.put(Labels.IMAGE, imageName);
        return labels;
    }

    /** Returns the labels of a registry's volume, which tell what is in it. */
    static Map<String, String> volumeLabels(RegistryFacts facts) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(Labels.KIND, Labels.KIND_REGISTRY);
        labels.put(Labels.REGISTRY, facts.name().value());
        facts.upstream().ifPresent(url -> labels.put(Labels.UPSTREAM, url));
        return labels;
    }

    /** Starts a registry's container and waits until it tells that it serves. */
    void start(RegistryFacts facts) {
        var container = facts.name().container();
        var serves = new CompletableFuture<Boolean>();
        var attachment = engine.attach(
                container,
                line -> {
                    if (line.contains(SERVES)) {
                        serves.complete(true);
                    }
                },
                () -> serves.complete(false));
        try {
            engine.startContainer(container);
            if (!Tasks.await(serves, System.nanoTime() + PATIENCE.toNanos())) {
                throw notServing(
                        facts, ExitCode.TIMED_OUT, "does not serve within %d s".formatted(PATIENCE.toSeconds()));
            }
        } finally {
            attachment.close();
        }
        if (!Tasks.await(serves)) {
            throw notServing(facts, ExitCode.FAILED, "has ended");
        }
    }

    private MinikException notServing(RegistryFacts facts, ExitCode code, String what) {
        return MinikException.of(
                        code,
                        "registry '%s' %s".formatted(facts.name(), what),
                        "see its last lines below; --image must name an image of the distribution registry, such as registry:3")
                .withDetails(engine.logs(facts.name().container(), LAST_LINES)
                        .lines()
                        .toList());
    }

    /** Returns what a registry was told when it was made. */
    RegistrySettings settings(LocalRegistry registry) {
        return new RegistrySettings(
                file(registry, RegistrySettings.FILE), file(registry, RegistrySettings.CREDENTIALS));
    }

    private String file(LocalRegistry registry, String path) {
        return new ContainerFiles(engine)
                .text(registry.container().id(), path, FILE_LIMIT)
                .orElse("");
    }
}
