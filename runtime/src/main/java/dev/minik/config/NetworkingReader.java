package dev.minik.config;

import dev.minik.config.Draft.Networking;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import dev.minik.model.IpFamily;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code networking}. */
final class NetworkingReader {
    private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8");
    /** Ranges that no pod and no service can have: this network, loopback, link-local, multicast and reserved. */
    private static final List<Cidr> NOT_USABLE = Stream.of(
                    "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/8", "fe80::/10", "ff00::/8")
            .map(Cidr::parse)
            .toList();

    private final Problems problems;
    private final List<String> warnings;

    NetworkingReader(Problems problems, List<String> warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    Networking read(Fields fields) {
        var family = fields.word("ipFamily", IpFamily.values(), IpFamily::text).orElse(IpFamily.IPV4);
        var defaults = Networking.of(family);
        var networking = new Networking(
                family,
                apiServerAddress(fields, defaults),
                Ports.hostPort(fields, "apiServerPort", problems),
                subnets(fields, "podSubnet", family, defaults.podSubnets()),
                subnets(fields, "serviceSubnet", family, defaults.serviceSubnets()),
                fields.flag("disableDefaultCNI"),
                kubeProxyMode(fields));
        // an empty list would take the host's search domains away, so it is not nothing
        fields.refuse("dnsSearch", Fields.NOT_SUPPORTED);
        fields.end();
        return networking;
    }

    private String apiServerAddress(Fields fields, Networking defaults) {
        var path = fields.path("apiServerAddress");
        var address =
                fields.text("apiServerAddress").flatMap(text -> problems.valid(path, () -> IpAddress.parse(text)));
        address.filter(given -> !isLoopback(given))
                .ifPresent(given -> warnings.add(
                        "%s: %s makes the API server reachable from other machines".formatted(path, given)));
        return address.map(IpAddress::toString).orElse(defaults.apiServerAddress());
    }

    private static boolean isLoopback(IpAddress address) {
        return LOOPBACK.contains(address) || address.equals(IpAddress.parse("::1"));
    }

    /** Reads subnets, one of each version of IP, IPv4 first; empty for what is not usable. */
    private Optional<List<Cidr>> subnets(Fields fields, String field, IpFamily family, Optional<List<Cidr>> byDefault) {
        if (fields.isAbsent(field)) {
            return byDefault;
        }
        var path = fields.path(field);
        return fields.text(field).flatMap(text -> {
            var read = Arrays.stream(text.split(",", -1))
                    .map(String::strip)
                    .map(part -> problems.valid(path, () -> Cidr.parse(part)).filter(cidr -> isUsable(path, cidr)))
                    .toList();
            if (read.stream().anyMatch(Optional::isEmpty)) {
                return Optional.empty();
            }
            var subnets = read.stream()
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparing((Cidr cidr) -> cidr.first().v6()))
                    .toList();
            var versions = subnets.stream().map(cidr -> cidr.first().v6()).toList();
            if (!versions.equals(family.versions())) {
                problems.add(
                        path,
                        "%s does not fit ipFamily %s, which needs %s"
                                .formatted(Values.quote(text), family.text(), needed(family)));
                return Optional.empty();
            }
            return Optional.of(subnets);
        });
    }

    private static String needed(IpFamily family) {
        return switch (family) {
            case IPV4 -> "one subnet of IPv4";
            case IPV6 -> "one subnet of IPv6";
            case DUAL -> "one subnet of IPv4 and one of IPv6, separated by a comma";
        };
    }

    private boolean isUsable(String path, Cidr cidr) {
        var reserved = NOT_USABLE.stream().filter(cidr::overlaps).findFirst();
        reserved.ifPresent(range -> problems.add(path, "%s overlaps %s, which is reserved".formatted(cidr, range)));
        return reserved.isEmpty();
    }

    private KubeProxyMode kubeProxyMode(Fields fields) {
        var field = "kubeProxyMode";
        if (fields.isAbsent(field)) {
            return KubeProxyMode.IPTABLES;
        }
        if (fields.says(field, "ipvs")) {
            fields.refuse(field, "'ipvs' is %s; use iptables, nftables or none".formatted(Fields.NOT_SUPPORTED));
            return KubeProxyMode.IPTABLES;
        }
        return fields.word(field, KubeProxyMode.values(), KubeProxyMode::text).orElse(KubeProxyMode.IPTABLES);
    }
}
