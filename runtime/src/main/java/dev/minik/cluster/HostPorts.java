package dev.minik.cluster;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.PortPublish;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Protocol;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which ports of the engine's host are free. On another host only the start of what publishes them tells for sure. */
public final class HostPorts {
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

    /** Asks the host of {@code engine}, which is described by {@code info}. */
    public HostPorts(Engine engine, EngineInfo info, SecureRandom random) {
        this.engine = engine;
        this.info = info;
        this.random = random;
    }

    /** Returns so many ports, no two the same. */
    public List<Integer> free(int count) {
        return info.remote().isPresent() ? likely(count) : found(count);
    }

    /** Fails when a port is taken already; can be told on the engine's own host only. */
    public void refuseTaken(String address, int port, Protocol protocol) {
        if (info.local() && isTaken(address, port, protocol)) {
            throw taken(address, port);
        }
    }

    /** Returns the failure that a port is taken. */
    public static MinikException taken(String address, int port) {
        return MinikException.of(
                ExitCode.FAILED,
                "port %d of %s is already in use".formatted(port, address),
                "end the program that listens there (ss -ltnup 'sport = :%d'), or choose another hostPort"
                        .formatted(port));
    }

    private static boolean isTaken(String address, int port, Protocol protocol) {
        return switch (protocol) {
            case TCP -> isTakenForTcp(address, port);
            case UDP -> isTakenForUdp(address, port);
            case SCTP -> false; // the JDK has it on some systems only
        };
    }

    private static boolean isTakenForTcp(String address, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isTakenForUdp(String address, int port) {
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(address), port))) {
            return !socket.isBound();
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns ports of another host that are free as far as the engine knows. */
    private List<Integer> likely(int count) {
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
    private static List<Integer> found(int count) {
        if (count == 0) {
            return List.of();
        }
        try (var socket = new ServerSocket(0)) {
            var ports = new ArrayList<>(found(count - 1));
            ports.add(socket.getLocalPort());
            return ports;
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.UNSUITABLE_HOST, "the host has no free port left", "end programs that hold ports")
                    .causedBy(e);
        }
    }
}
