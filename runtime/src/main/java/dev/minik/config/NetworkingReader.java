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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code networking}. */
final class NetworkingReader {
    static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Cidr LOOPBACK = Cidr.parse("127.0.0.0/8");
    /** Ranges that no pod and no service can have: this network, loopback, link-local, multicast and reserved. */
    private static final List<Cidr> NOT_USABLE = Stream.of(
                    "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3", "::/8", "fe80::/10", "ff00::/8")
            .map(Cidr::parse)
            .toList();

    private final ReadContext in;
    private final Problems problems;

    NetworkingReader(ReadContext in) {
        this.in = in;
        this.problems = in.problems();
    }

    Networking read(Fields fields) {
        in.ours(fields, "cni", "dnsDomain");
        var family = fields.word("ipFamily", IpFamily.values(), IpFamily::text).orElse(IpFamily.IPV4);
        var defaults = Networking.of(family);
        var disabled = fields.flag("disableDefaultCNI");
        var cni = fields.text("cni");
        if (disabled && cni.isPresent() && !cni.get().equals(Cni.NONE.text())) {
            problems.add(fields.path("cni"), "disableDefaultCNI says that there is none; leave out one of the two");
        }
        var word = disabled ? Cni.NONE : cni.map(NetworkingReader::cni).orElse(defaults.cni());
        var networking = new Networking(
                family,
                apiServerAddress(fields),
                Ports.hostPort(fields, "apiServerPort", problems),
                subnets(fields, "podSubnet", family, defaults.podSubnets()),
                subnets(fields, "serviceSubnet", family, defaults.serviceSubnets()),
                word,
                word == Cni.CUSTOM ? manifest(fields.path("cni"), cni.orElseThrow()) : "",
                fields.word("kubeProxyMode", KubeProxyMode.values(), KubeProxyMode::text)
                        .orElse(defaults.kubeProxyMode()),
                dnsDomain(fields, defaults),
                dnsSearch(fields));
        fields.end();
        return networking;
    }

    private static Cni cni(String text) {
        return Arrays.stream(Cni.values())
                .filter(cni -> cni.text().equals(text))
                .findFirst()
                .orElse(Cni.CUSTOM);
    }

    /** Returns a URL as it is, and a path in full; a word that is neither was meant to be one of ours. */
    private String manifest(String path, String text) {
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return text;
        }
        if (!text.contains("/") && !text.endsWith(".yaml") && !text.endsWith(".yml")) {
            problems.add(
                    path,
                    "%s is none of %s, and neither a path nor a URL of a manifest"
                            .formatted(Values.quote(text), String.join(", ", Cni.words())));
            return text;
        }
        var files = new HostFiles(in);
        files.read(path, text);
        return files.resolve(text).toString();
    }

    private String dnsDomain(Fields fields, Networking defaults) {
        var domain = fields.text("dnsDomain");
        domain.filter(text -> !DOMAIN.matcher(text).matches())
                .ifPresent(text -> problems.add(
                        fields.path("dnsDomain"),
                        "%s is not a domain in lower case, such as cluster.local".formatted(Values.quote(text))));
        return domain.orElse(defaults.dnsDomain());
    }

    /** An empty list takes the host's search domains away, so it is not nothing. */
    private Optional<List<String>> dnsSearch(Fields fields) {
        var field = "dnsSearch";
        if (fields.isAbsent(field)) {
            return Optional.empty();
        }
        var domains = fields.texts(field);
        domains.stream()
                .filter(domain -> !DOMAIN.matcher(domain.value()).matches())
                .forEach(domain -> problems.add(
                        domain.path(), "%s is not a domain in lower case".formatted(Values.quote(domain.value()))));
        return Optional.of(domains.stream().map(Placed::value).toList());
    }

    private Optional<String> apiServerAddress(Fields fields) {
        var path = fields.path("apiServerAddress");
        var address =
                fields.text("apiServerAddress").flatMap(text -> problems.valid(path, () -> IpAddress.parse(text)));
        address.filter(given -> !isLoopback(given))
                .ifPresent(given -> in.warnings()
                        .add("%s: %s makes the API server reachable from other machines".formatted(path, given)));
        return address.map(IpAddress::toString);
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
}
