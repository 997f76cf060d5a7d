package dev.minik.cli;

import dev.minik.cluster.Clusters;
import dev.minik.config.ClusterConfig;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.timeline.Span;
import dev.minik.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;

/** Clusters in memory, with a log of the calls that change something. */
@NullMarked
final class FakeClusters implements Clusters {
    final List<ClusterConfig> created = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final Map<String, ClusterSummary> clusters = new TreeMap<>();
    final List<NodeSummary> nodes = new ArrayList<>();
    final Map<String, ClusterStatus> statuses = new TreeMap<>();
    final Map<String, RuntimeException> failures = new TreeMap<>();
    String kubectl = "#!/bin/sh\nexit 0\n";
    Runnable whileCreating = () -> {};

    FakeClusters with(String name) {
        clusters.put(name, new ClusterSummary(name, "running", "v1.37.0", 1, 1, "https://127.0.0.1:40001", false));
        nodes.add(new NodeSummary(
                name + "-control-plane", name, "control-plane", "running", "172.30.0.2", "v1.37.0", "node:1"));
        nodes.add(new NodeSummary(name + "-worker", name, "worker", "exited", "172.30.0.3", "v1.37.0", "node:1"));
        return this;
    }

    void called(String call) {
        calls.add(call);
        var failure = failures.get(call);
        if (failure != null) {
            throw failure;
        }
    }

    private ClusterSummary existing(ClusterName name) {
        return Optional.ofNullable(clusters.get(name.value()))
                .orElseThrow(() -> MinikException.of(
                        ExitCode.EXISTS_OR_NOT_FOUND, "there is no cluster \"" + name + "\"", "Create it"));
    }

    @Override
    public Map<String, Object> plan(ClusterConfig config) {
        called("plan " + config.name());
        var plan = new LinkedHashMap<String, Object>();
        plan.put("name", config.name().value());
        plan.put("nodes", List.of(config.name() + "-control-plane"));
        return plan;
    }

    @Override
    public Created create(ClusterConfig config, CreateOptions options) {
        called("create %s wait=%s retain=%s kubeconfig=%s"
                .formatted(
                        config.name(),
                        options.timeout(),
                        options.retain(),
                        options.kubeconfig().map(Path::toString).orElse("-")));
        created.add(config);
        whileCreating.run();
        with(config.name().value());
        return new Created(
                config.name(),
                config.bare()
                        ? new Bare(List.of(config.name() + "-control-plane"), List.of("kubeadm", "init"))
                        : new Usable(
                                options.kubeconfig().orElse(Path.of("/home/me/.kube/config")),
                                "minik-" + config.name()),
                Duration.ofMillis(18_400));
    }

    @Override
    public Timeline timeline(ClusterName name) {
        return new Timeline(List.of(Span.moment(name + "-control-plane", "node Ready", Instant.EPOCH)));
    }

    @Override
    public boolean delete(ClusterName name, Optional<Path> kubeconfig) {
        called("delete " + name + kubeconfig.map(path -> " kubeconfig=" + path).orElse(""));
        return clusters.remove(name.value()) != null;
    }

    @Override
    public List<ClusterSummary> list() {
        return List.copyOf(clusters.values());
    }

    @Override
    public List<NodeSummary> nodes(Optional<ClusterName> name) {
        return nodes.stream()
                .filter(node ->
                        name.isEmpty() || node.cluster().equals(name.get().value()))
                .toList();
    }

    @Override
    public ClusterStatus status(ClusterName name) {
        existing(name);
        return statuses.getOrDefault(
                name.value(), new ClusterStatus(name.value(), "running", true, List.of(), List.of()));
    }

    @Override
    public String kubeconfig(ClusterName name, boolean internal) {
        existing(name);
        return "apiVersion: v1\nkind: Config\ncurrent-context: minik-%s\ninternal: %s".formatted(name, internal);
    }

    @Override
    public Path exportKubeconfig(ClusterName name, Optional<Path> kubeconfig, boolean internal) {
        called("export-kubeconfig %s internal=%s".formatted(name, internal));
        return kubeconfig.orElse(Path.of("/home/me/.kube/config"));
    }

    @Override
    public Path exportLogs(ClusterName name, Path directory) {
        existing(name);
        called("export-logs " + name);
        return directory;
    }

    @Override
    public void copyKubectl(ClusterName name, OutputStream target) {
        called("copy-kubectl " + name);
        try {
            target.write(kubectl.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void sweep() {
        called("sweep");
    }
}
