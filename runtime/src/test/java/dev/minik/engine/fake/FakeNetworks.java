package dev.minik.engine.fake;

import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.NetworkInfo;
import dev.minik.engine.NetworkSpec;
import dev.minik.model.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The networks of a {@link FakeEngine}, which guards them. */
final class FakeNetworks {
    private final List<NetworkInfo> networks = new ArrayList<>();

    FakeNetworks() {
        networks.add(new NetworkInfo("f".repeat(64), "bridge", List.of("172.17.0.0/16"), Map.of()));
        networks.add(new NetworkInfo("e".repeat(64), "none", List.of(), Map.of()));
    }

    void create(String id, NetworkSpec spec) {
        if (find(spec.name()).isPresent()) {
            throw new EngineException(
                    Kind.CONFLICT, "network with name %s already exists".formatted(spec.name()), null);
        }
        var subnets =
                spec.ranges().stream().map(range -> Cidr.parse(range.subnet())).toList();
        var used =
                networks.stream().flatMap(network -> network.subnets().stream().map(Cidr::parse));
        if (used.anyMatch(one -> subnets.stream().anyMatch(one::overlaps))) {
            throw new EngineException(Kind.CONFLICT, "Pool overlaps with other one on this address space", null);
        }
        networks.add(new NetworkInfo(
                id, spec.name(), subnets.stream().map(Cidr::toString).toList(), spec.labels()));
    }

    Optional<NetworkInfo> find(String nameOrId) {
        return networks.stream()
                .filter(one -> one.name().equals(nameOrId) || one.id().equals(nameOrId))
                .findFirst();
    }

    List<NetworkInfo> list(Map<String, String> labels) {
        return networks.stream()
                .filter(one -> FakeLabels.match(one.labels(), labels))
                .toList();
    }

    void remove(String nameOrId) {
        find(nameOrId).ifPresent(networks::remove);
    }

    /** Returns an address in the upper half of a network that is not in {@code used}. */
    String freeAddress(String network, Set<String> used) {
        var subnet = find(network)
                .flatMap(one -> one.subnets().stream().findFirst())
                .map(Cidr::parse)
                .orElseThrow(
                        () -> new EngineException(Kind.NOT_FOUND, "network %s not found".formatted(network), null));
        long size = subnet.size().longValueExact();
        for (long offset = size / 2; offset < size - 1; offset++) {
            var address = subnet.at(offset).toString();
            if (!used.contains(address)) {
                return address;
            }
        }
        throw new EngineException(Kind.OTHER, "no available IPv4 addresses on this network's address pools", null);
    }
}
