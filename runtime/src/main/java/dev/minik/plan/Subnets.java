package dev.minik.plan;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Chooses a cluster network's subnet: the first /24 of 172.31/16 down to 172.20/16, then of 192.168/16 from above, that overlaps
 * nothing that is in use. These are where engines and home routers take theirs last, so clashes with later networks are rare too.
 */
final class Subnets {
    private static final int PREFIX = 24;
    private static final int PREFIX_V6 = 64;

    private Subnets() {}

    static Cidr choose(List<Cidr> used) {
        return free(candidates(), used);
    }

    /**
     * Returns the subnet of IPv6 that goes with one of IPv4: local addresses whose subnet's number is made of the other's, which is
     * unique in the engine.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc4193">RFC 4193, unique local addresses</a>
     */
    static Cidr chooseV6(Cidr v4, List<Cidr> used) {
        var first = v4.first().value().shiftRight(8).intValue() & 0xffff;
        return free(
                IntStream.range(0, 0x10000)
                        .mapToObj(step -> new Cidr(
                                IpAddress.parse("fd6d:696e:696b:%x::".formatted((first + step) & 0xffff)), PREFIX_V6)),
                used);
    }

    private static Cidr free(Stream<Cidr> candidates, List<Cidr> used) {
        return candidates
                .filter(candidate -> used.stream().noneMatch(candidate::overlaps))
                .findFirst()
                .orElseThrow(() -> MinikException.of(
                        ExitCode.UNSUITABLE_HOST,
                        "no free private subnet is left for the cluster's network",
                        "delete clusters or networks that are no longer needed (docker or podman network prune)"));
    }

    private static Stream<Cidr> candidates() {
        var engines = IntStream.rangeClosed(0, 11)
                .boxed()
                .flatMap(second -> IntStream.rangeClosed(0, 255).mapToObj(third -> subnet(172, 31 - second, third)));
        var homes = IntStream.rangeClosed(0, 150).mapToObj(third -> subnet(192, 168, 255 - third));
        return Stream.concat(engines, homes);
    }

    private static Cidr subnet(int first, int second, int third) {
        return new Cidr(IpAddress.parse("%d.%d.%d.0".formatted(first, second, third)), PREFIX);
    }
}
