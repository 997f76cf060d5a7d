package dev.minik.cluster.port;

import dev.minik.archive.TarBuilder;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.HostPorts;
import dev.minik.cluster.Tasks;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Makes, starts and removes the containers that forward. */
final class Forwarders {
    private static final String NODES = "/minik/nodes";
    private static final String FORWARD = "/minik/forward";
    private static final String SCRIPT = read("forward");
    private static final Pattern FORWARDS = Pattern.compile("@minik forwards (?<v4>\\d+) (?<v6>\\d+)");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int RESTARTS = 1;
    private static final Map<String, String> SYSCTLS = Map.of("net.ipv4.ip_forward", "1");
    /** Docker switches IPv6 off in a container, but for addresses of its own. */
    private static final Map<String, String> V6_SYSCTLS = Map.of(
            "net.ipv4.ip_forward", "1", "net.ipv6.conf.all.disable_ipv6", "0", "net.ipv6.conf.all.forwarding", "1");

    private final Engine engine;
    private final ClusterParts parts;

    Forwarders(ClusterParts parts) {
        this.parts = parts;
        engine = parts.engine();
    }

    /** Returns the containers of a cluster's forwarders, running or not, by name. */
    List<ContainerInfo> of(ClusterName name) {
        return engine.listContainers(Map.of(Labels.CLUSTER, name.value(), Labels.KIND, Labels.KIND_FORWARDER)).stream()
                .sorted(Comparator.comparing(ContainerInfo::name))
                .toList();
    }

    /** Creates the container of a forwarder in the network of {@code node}, from its image. */
    String create(ClusterName cluster, Forwarder forwarder, ContainerInfo node) {
        var mapping = forwarder.mapping();
        var port = String.valueOf(mapping.nodePort());
        var name = forwarder.name(cluster);
        var spec = ContainerSpec.of(name, node.image())
                .hostname(name)
                .entrypoint(List.of("bash", FORWARD))
                .command(List.of(mapping.protocol().lower(), port))
                .labels(forwarder.labels(cluster))
                .ports(List.of(new PortPublish(
                        forwarder.hostAddress(), mapping.hostPort(), mapping.nodePort(), mapping.protocol())))
                .network(node.addresses().keySet().iterator().next())
                .sysctls(forwarder.hostAddress().contains(":") ? V6_SYSCTLS : SYSCTLS)
                .restartOnFailure(RESTARTS)
                .build();
        try {
            return engine.createContainer(spec);
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.CONFLICT) {
                throw e;
            }
            throw MinikException.of(
                            ExitCode.EXISTS_OR_NOT_FOUND,
                            "the engine already has a container '%s' that is not minik's".formatted(name),
                            "remove it: %s rm -f %s".formatted(parts.info().command(), name))
                    .causedBy(e);
        }
    }

    /** Tells a forwarder, running or not, which nodes there are. */
    void tell(String container, List<String> nodes) {
        var files = new TarBuilder()
                .file(FORWARD, 0755, SCRIPT)
                .file(NODES, 0644, String.join("\n", nodes) + "\n")
                .build();
        engine.copyInto(container, "/", new ByteArrayInputStream(files));
    }

    /** Starts a forwarder, and returns whether any node answers at its port once it has looked. */
    boolean start(String container, Forwarder forwarder) {
        var v6 = forwarder.hostAddress().contains(":");
        var serving = new CompletableFuture<Boolean>();
        Runnable ended = () -> serving.completeExceptionally(new IllegalStateException("it has ended"));
        try (var attached = engine.attach(container, line -> serving(line, v6, serving), ended)) {
            Objects.requireNonNull(attached);
            engine.startContainer(container);
            if (!Tasks.await(serving, System.nanoTime() + LIMIT.toNanos())) {
                throw failed(container, ExitCode.TIMED_OUT, "does not begin to forward");
            }
            return serving.join();
        } catch (IllegalStateException e) {
            throw failed(container, ExitCode.FAILED, "has ended").causedBy(e);
        } catch (EngineException e) {
            if (e.kind() != EngineException.Kind.PORT_IN_USE) {
                throw e;
            }
            throw HostPorts.taken(forwarder.hostAddress(), forwarder.mapping().hostPort())
                    .causedBy(e);
        }
    }

    private static void serving(String line, boolean v6, CompletableFuture<Boolean> result) {
        var found = FORWARDS.matcher(line);
        if (found.find()) {
            result.complete(Integer.parseInt(found.group(v6 ? "v6" : "v4")) > 0);
        }
    }

    private MinikException failed(String container, ExitCode code, String what) {
        return MinikException.of(
                        code, "the forwarder %s".formatted(what), "see what the engine's host lacks: minik doctor")
                .withDetails(engine.logs(container, 5).lines().toList());
    }

    private static String read(String name) {
        try (var text = Objects.requireNonNull(Forwarders.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
