package dev.minik.config;

import dev.minik.config.Draft.Networking;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import java.util.List;
import java.util.Optional;

/** Reads {@code networking}. */
final class NetworkingReader {
    private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8");
    /** Ranges that no pod and no service can have: this network, loopback, link-local, multicast and reserved. */
    private static final List<Cidr> NOT_USABLE =
            List.of(Cidr.parse("0.0.0.0/8"), LOOPBACK, Cidr.parse("169.254.0.0/16"), Cidr.parse("224.0.0.0/3"));

    private final Problems problems;
    private final List<String> warnings;

    NetworkingReader(Problems problems, List<String> warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    Networking read(Fields fields) {
        ipFamily(fields);
        var networking = new Networking(
                apiServerAddress(fields),
                Ports.hostPort(fields, "apiServerPort", problems),
                subnet(fields, "podSubnet", Networking.DEFAULT.podSubnet()),
                subnet(fields, "serviceSubnet", Networking.DEFAULT.serviceSubnet()),
                fields.flag("disableDefaultCNI"),
                kubeProxyMode(fields));
        // an empty list would take the host's search domains away, so it is not nothing
        fields.refuse("dnsSearch", Fields.NOT_SUPPORTED);
        fields.end();
        return networking;
    }

    private void ipFamily(Fields fields) {
        fields.text("ipFamily").filter(family -> !family.equals("ipv4")).ifPresent(family -> {
            var known = family.equals("ipv6") || family.equals("dual");
            problems.add(
                    fields.path("ipFamily"),
                    Values.quote(family)
                            + (known ? " is " + Fields.NOT_SUPPORTED + "; use ipv4" : " is not known; use ipv4"));
        });
    }

    private String apiServerAddress(Fields fields) {
        var path = fields.path("apiServerAddress");
        var address =
                fields.text("apiServerAddress").flatMap(text -> problems.valid(path, () -> IpAddress.parse(text)));
        address.filter(given -> !isLoopback(given))
                .ifPresent(given -> warnings.add(
                        "%s: %s makes the API server reachable from other machines".formatted(path, given)));
        return address.map(IpAddress::toString).orElse(Networking.DEFAULT.apiServerAddress());
    }

    private static boolean isLoopback(IpAddress address) {
        return LOOPBACK.contains(address) || address.equals(IpAddress.parse("::1"));
    }

    /** Reads a subnet; empty for what is not a usable one. */
    private Optional<Cidr> subnet(Fields fields, String field, Optional<Cidr> byDefault) {
        if (fields.isAbsent(field)) {
            return byDefault;
        }
        var path = fields.path(field);
        return fields.text(field).flatMap(text -> {
            if (text.contains(",")) {
                problems.add(
                        path, "%s: two subnets (dual stack) are ".formatted(Values.quote(text)) + Fields.NOT_SUPPORTED);
                return Optional.empty();
            }
            return problems.valid(path, () -> Cidr.parse(text)).filter(cidr -> isUsable(path, cidr));
        });
    }

    private boolean isUsable(String path, Cidr cidr) {
        if (cidr.first().v6()) {
            problems.add(path, "%s: IPv6 is %s".formatted(cidr, Fields.NOT_SUPPORTED));
            return false;
        }
        var reserved = NOT_USABLE.stream().filter(cidr::overlaps).findFirst();
        reserved.ifPresent(range -> problems.add(path, "%s overlaps %s, which is reserved".formatted(cidr, range)));
        return reserved.isEmpty();
    }

    private KubeProxyMode kubeProxyMode(Fields fields) {
        var field = "kubeProxyMode";
        if (fields.isAbsent(field)) {
            return Networking.DEFAULT.kubeProxyMode();
        }
        if (fields.says(field, "ipvs")) {
            fields.refuse(field, "'ipvs' is %s; use iptables, nftables or none".formatted(Fields.NOT_SUPPORTED));
            return Networking.DEFAULT.kubeProxyMode();
        }
        return fields.word(field, KubeProxyMode.values(), KubeProxyMode::text)
                .orElse(Networking.DEFAULT.kubeProxyMode());
    }
}
