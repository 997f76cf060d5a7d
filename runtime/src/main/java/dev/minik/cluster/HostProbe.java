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
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Finds out what the planner must know of the engine's host. */
final class HostProbe {
    private final Engine engine;
    private final EngineInfo info;
    private final HostPorts ports;

    HostProbe(Engine engine, EngineInfo info, SecureRandom random) {
        this.engine = engine;
        this.info = info;
        ports = new HostPorts(engine, info, random);
    }

    /**
     * Returns the facts that matter to {@code config}.
     *
     * @param wanted how many free ports of the host are wanted
     * @param variables the user's environment
     */
    HostFacts facts(ClusterConfig config, int wanted, Map<String, String> variables, Reach reach) {
        return new HostFacts(
                info.cgroupVersion(),
                reachesNodes(),
                info.rootless(),
                info.cpus(),
                info.memoryBytes(),
                config.networking().kubeProxyMode() != KubeProxyMode.IPVS || !info.local() || kernel().ipvs(),
                proxy(variables),
                info.local() ? routes().mtu() : OptionalInt.empty(),
                usedSubnets(),
                ports.free(wanted),
                reach);
    }

    /** On Linux bridges of the engine are the host's; elsewhere, and in Docker Desktop, the engine is in a machine of its own. */
    private boolean reachesNodes() {
        return info.local()
                && System.getProperty("os.name", "").equals("Linux")
                && !info.operatingSystem().contains("Desktop");
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
    void refuseTakenPorts(List<PortPublish> published) {
        published.stream()
                .filter(port -> port.protocol() == Protocol.TCP && port.hostPort() > 0)
                .forEach(port -> ports.refuseTaken(port.hostAddress(), port.hostPort(), port.protocol()));
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

    /** Fails when the kernel does not know the protocol of a port; can be told of this host only. */
    void refuseUnknownProtocols(List<PortPublish> published) {
        if (reachesNodes()
                && published.stream().anyMatch(port -> port.protocol() == Protocol.SCTP)
                && !kernel().sctp()) {
            throw MinikException.of(
                    ExitCode.UNSUITABLE_HOST,
                    "a port of protocol SCTP is to be published, which the host's kernel does not know",
                    "load its module (modprobe sctp), or install the package with the kernel's further modules");
        }
    }

    private HostKernel kernel() {
        return new HostKernel(Path.of("/"), info.kernel());
    }

    private static HostRoutes routes() {
        return new HostRoutes(Path.of("/"));
    }

    private List<Cidr> usedSubnets() {
        var fromEngine = engine.listNetworks(Map.of()).stream().flatMap(network -> network.subnets().stream());
        return Stream.concat(fromEngine.map(Cidr::parse), info.local() ? routes().subnets().stream() : Stream.of())
                .toList();
    }
}
