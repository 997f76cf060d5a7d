package dev.minik.cluster;

import dev.minik.engine.EngineInfo;
import dev.minik.engine.PortPublish;
import dev.minik.engine.RemoteHost;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.plan.Reach;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.function.Supplier;

/** How what the engine's host publishes is reached from here. The engine is asked only where that depends on it. */
final class EngineReach {
    private final Supplier<EngineInfo> info;

    EngineReach(Supplier<EngineInfo> info) {
        this.info = info;
    }

    /** Returns how the engine's host is reached. */
    Reach reach() {
        return info.get().remote().map(EngineReach::resolve).orElse(Reach.LOOPBACK);
    }

    /** Returns the address of an API server that is published so. */
    String url(PortPublish port) {
        return "https://" + host(port.hostAddress()) + ":" + port.hostPort();
    }

    private String host(String address) {
        return switch (address) {
            case "", "0.0.0.0" -> bracketed(reach().name());
            case "::" -> info.get().remote().isPresent() ? bracketed(reach().name()) : "[::1]";
            default -> bracketed(address);
        };
    }

    private static String bracketed(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static Reach resolve(RemoteHost host) {
        try {
            var address = InetAddress.getByName(host.name());
            var text = address.getHostAddress();
            // the zone of a link-local address is this machine's name for its interface
            return new Reach(
                    address instanceof Inet6Address ? text.replaceFirst("%.*", "") : text,
                    host.name().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            throw MinikException.of(
                            ExitCode.ENGINE_UNAVAILABLE,
                            "the name of the engine's host, %s, is not known any more".formatted(host.name()),
                            "Name the engine by its host's IP address")
                    .causedBy(e);
        }
    }
}
