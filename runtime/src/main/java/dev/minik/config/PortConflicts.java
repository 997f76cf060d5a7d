package dev.minik.config;

import dev.minik.config.NodeConfig.PortMapping;
import dev.minik.model.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds ports of the host that are wanted twice, in the whole cluster. An engine would notice only when it starts the second
 * node. A port on all addresses meets the same port on any; {@code ::} counts as all addresses, as in kind.
 */
final class PortConflicts {
    private static final Set<String> ALL_ADDRESSES = Set.of("0.0.0.0", "::");

    private final Problems problems;

    PortConflicts(Problems problems) {
        this.problems = problems;
    }

    /** Reports every port that another one before it has already taken. */
    void check(Draft cluster) {
        var taken = new ArrayList<Wanted>();
        var networking = cluster.networking();
        networking
                .apiServerPort()
                .ifPresent(port -> taken.add(new Wanted(
                        "networking.apiServerPort",
                        port,
                        networking
                                .apiServerAddress()
                                .orElse(networking.ipFamily().loopback()),
                        Protocol.TCP)));
        for (var node : cluster.nodes()) {
            for (var mapping : node.ports()) {
                var wanted = Wanted.by(mapping);
                reportIfTaken(wanted, taken);
                taken.add(wanted);
            }
        }
    }

    private void reportIfTaken(Wanted wanted, List<Wanted> taken) {
        taken.stream()
                .filter(wanted::conflictsWith)
                .findFirst()
                .ifPresent(other -> problems.add(
                        wanted.path(),
                        "port %d/%s on %s of this host is taken by %s (on %s)"
                                .formatted(
                                        wanted.port(),
                                        wanted.protocol(),
                                        wanted.address(),
                                        other.path(),
                                        other.address())));
    }

    private record Wanted(String path, int port, String address, Protocol protocol) {
        static Wanted by(Placed<PortMapping> mapping) {
            var value = mapping.value();
            return new Wanted(mapping.path() + ".hostPort", value.hostPort(), value.listenAddress(), value.protocol());
        }

        boolean conflictsWith(Wanted other) {
            return port > 0
                    && port == other.port
                    && protocol == other.protocol
                    && (address.equals(other.address)
                            || ALL_ADDRESSES.contains(address)
                            || ALL_ADDRESSES.contains(other.address));
        }
    }
}
