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

    private Subnets() {}

    static Cidr choose(List<Cidr> used) {
        return candidates()
                .filter(candidate -> used.stream().noneMatch(candidate::overlaps))
                .findFirst()
                .orElseThrow(() -> MinikException.of(
                        ExitCode.UNSUITABLE_HOST,
                        "no free private subnet is left for the cluster's network",
                        "delete clusters or networks that are no longer needed (docker network prune)"));
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
