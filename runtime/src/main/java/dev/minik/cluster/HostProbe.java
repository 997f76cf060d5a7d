package dev.minik.cluster;

import dev.minik.config.ProxyConfig;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Cidr;
import dev.minik.model.Protocol;
import dev.minik.plan.ClusterPlan;
import dev.minik.plan.HostFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Finds out what the planner must know of the engine's host. */
final class HostProbe {
    private final Engine engine;
    private final EngineInfo info;

    HostProbe(Engine engine, EngineInfo info) {
        this.engine = engine;
        this.info = info;
    }

    /**
     * Returns the facts, with {@code ports} free ports.
     *
     * @param variables the user's environment
     */
    HostFacts facts(int ports, Map<String, String> variables) {
        return new HostFacts(
                info.cgroupVersion(),
                reachesNodes(),
                info.cpus(),
                info.memoryBytes(),
                ipvs(),
                proxy(variables),
                info.local() ? routes().mtu() : OptionalInt.empty(),
                usedSubnets(),
                freePorts(ports));
    }

    /** On Linux bridges of the engine are the host's; elsewhere, and in Docker Desktop, the engine is in a machine of its own. */
    private boolean reachesNodes() {
        return info.local()
                && System.getProperty("os.name", "").equals("Linux")
                && !info.operatingSystem().contains("Desktop");
    }

    /** The module is loaded, built in, or can be loaded; on another host this cannot be told, and nothing is refused. */
    private boolean ipvs() {
        if (!info.local() || Files.exists(Path.of("/proc/net/ip_vs"))) {
            return true;
        }
        var modules = Path.of("/lib/modules", info.kernel(), "modules.dep");
        if (!Files.isReadable(modules)) {
            return false;
        }
        try (var lines = Files.lines(modules)) {
            return lines.anyMatch(line -> line.contains("/ip_vs.ko"));
        } catch (IOException e) {
            throw new UncheckedIOException("the kernel's modules cannot be read", e);
        }
    }

    /** In either spelling, as curl and Go have it. */
    private static ProxyConfig proxy(Map<String, String> variables) {
        return new ProxyConfig(
                either(variables, "HTTP_PROXY"),
                either(variables, "HTTPS_PROXY"),
                Stream.of(either(variables, "NO_PROXY").split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    private static String either(Map<String, String> variables, String name) {
        var upper = variables.getOrDefault(name, "");
        return upper.isEmpty() ? variables.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
    }

    /** Fails when a port that the plan publishes is taken already; can be told on the engine's own host only. */
    void refuseTakenPorts(ClusterPlan plan) {
        if (!info.local()) {
            return;
        }
        plan.nodes().stream()
                .flatMap(node -> node.ports().stream())
                .filter(port -> port.protocol() == Protocol.TCP && port.hostPort() > 0)
                .filter(HostProbe::isTaken)
                .findFirst()
                .ifPresent(port -> {
                    throw portTaken(port.hostAddress(), port.hostPort());
                });
    }

    static MinikException portTaken(String address, int port) {
        return MinikException.of(
                ExitCode.FAILED,
                "port %d of %s is already in use".formatted(port, address),
                "end the program that listens there (ss -ltnp 'sport = :%d'), or choose another hostPort"
                        .formatted(port));
    }

    private static boolean isTaken(PortPublish port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(port.hostAddress()), port.hostPort()));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static HostRoutes routes() {
        return new HostRoutes(Path.of("/"));
    }

    private List<Cidr> usedSubnets() {
        var fromEngine = engine.listNetworks(Map.of()).stream().flatMap(network -> network.subnets().stream());
        return Stream.concat(fromEngine.map(Cidr::parse), info.local() ? routes().subnets().stream() : Stream.of())
                .toList();
    }

    /** Holds each port until the others are found, so that no two are the same. */
    private static List<Integer> freePorts(int count) {
        if (count == 0) {
            return List.of();
        }
        try (var socket = new ServerSocket(0)) {
            var ports = new ArrayList<>(freePorts(count - 1));
            ports.add(socket.getLocalPort());
            return ports;
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.UNSUITABLE_HOST, "the host has no free port left", "end programs that hold ports")
                    .causedBy(e);
        }
    }
}
