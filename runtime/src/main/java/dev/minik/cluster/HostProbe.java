package dev.minik.cluster;

import dev.minik.config.ClusterConfig;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.config.ProxyConfig;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Cidr;
import dev.minik.model.Protocol;
import dev.minik.plan.HostFacts;
import dev.minik.plan.Reach;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds out what the planner must know of the engine's host. */
final class HostProbe {
    /**
     * Linux gives outgoing connections ports up to 60999, and Docker takes those too when it chooses: a port above them is most likely
     * free, also when the cluster is started again (<a
     * href="https://docs.kernel.org/networking/ip-sysctl.html#ip-variables">ip_local_port_range</a>).
     */
    private static final int FIRST_QUIET_PORT = 61_000;

    private static final int LAST_PORT = 65_535;

    private final Engine engine;
    private final EngineInfo info;
    private final SecureRandom random;

    HostProbe(Engine engine, EngineInfo info, SecureRandom random) {
        this.engine = engine;
        this.info = info;
        this.random = random;
    }

    /**
     * Returns the facts that matter to {@code config}.
     *
     * @param ports how many free ports of the host are wanted
     * @param variables the user's environment
     */
    HostFacts facts(ClusterConfig config, int ports, Map<String, String> variables, Reach reach) {
        return new HostFacts(
                info.cgroupVersion(),
                reachesNodes(),
                info.rootless(),
                info.cpus(),
                info.memoryBytes(),
                config.networking().kubeProxyMode() != KubeProxyMode.IPVS || ipvs(),
                proxy(variables),
                info.local() ? routes().mtu() : OptionalInt.empty(),
                usedSubnets(),
                info.remote().isPresent() ? likelyPorts(ports) : freePorts(ports),
                reach);
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

    /** Fails when a port that is to be published is taken already; can be told on the engine's own host only. */
    void refuseTakenPorts(List<PortPublish> ports) {
        if (!info.local()) {
            return;
        }
        ports.stream()
                .filter(port -> port.protocol() == Protocol.TCP && port.hostPort() > 0)
                .filter(HostProbe::isTaken)
                .findFirst()
                .ifPresent(port -> {
                    throw portTaken(port.hostAddress(), port.hostPort());
                });
    }

    /** Fails when the engine cannot publish what is to be published; it would not say so itself. */
    void refuseUnreachablePorts(List<PortPublish> ports) {
        if (!info.publishesOnLoopback6()
                && ports.stream().map(PortPublish::hostAddress).anyMatch("::1"::equals)) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "%s cannot publish a port on ::1".formatted(info.name()),
                    "set networking.apiServerAddress, or the mapping's listenAddress, to 127.0.0.1");
        }
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

    /** Returns ports of another host that are free as far as the engine knows; only its start of a node tells for sure. */
    private List<Integer> likelyPorts(int count) {
        if (count == 0) {
            return List.of();
        }
        var published = engine.listContainers(Map.of()).stream()
                .flatMap(container -> container.ports().stream())
                .map(PortPublish::hostPort)
                .collect(Collectors.toSet());
        var ports = IntStream.rangeClosed(FIRST_QUIET_PORT, LAST_PORT)
                .filter(port -> !published.contains(port))
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(ports, random);
        return ports.subList(0, count);
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
