package dev.minik.cluster;

import dev.minik.model.Cidr;
import dev.minik.model.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Linux's routing tables, as the kernel shows them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>
 */
final class HostRoutes {
    private static final String TO_EVERYWHERE = "00000000";

    private final Path root;

    /** Reads below {@code root}, which is {@code /} but for tests. */
    HostRoutes(Path root) {
        this.root = root;
    }

    /** Returns where the host's routes lead to, default routes left out. */
    List<Cidr> subnets() {
        var v4 = lines("proc/net/route")
                .skip(1)
                .map(line -> line.split("\\s+"))
                .filter(fields -> fields.length > 7 && !fields[7].equals(TO_EVERYWHERE))
                .map(fields -> route(fields[1], fields[7]));
        var v6 = lines("proc/net/ipv6_route")
                .map(line -> line.split("\\s+"))
                .filter(fields -> fields.length > 9 && Integer.parseInt(fields[1], 16) > 0)
                .map(fields ->
                        new Cidr(new IpAddress(new BigInteger(fields[0], 16), true), Integer.parseInt(fields[1], 16)));
        return Stream.concat(v4, v6).toList();
    }

    /** Returns the largest packet that leaves by the default route of IPv4. */
    OptionalInt mtu() {
        return lines("proc/net/route")
                .skip(1)
                .map(line -> line.split("\\s+"))
                .filter(fields -> fields.length > 7 && fields[7].equals(TO_EVERYWHERE))
                .flatMap(fields -> lines("sys/class/net/" + fields[0] + "/mtu"))
                .mapToInt(line -> Integer.parseInt(line.strip()))
                .findFirst();
    }

    /** Destination and mask are hexadecimal numbers in the host's byte order. */
    private static Cidr route(String destination, String mask) {
        var address = Integer.reverseBytes(Integer.parseUnsignedInt(destination, 16));
        var prefix = Integer.bitCount(Integer.parseUnsignedInt(mask, 16));
        return new Cidr(new IpAddress(BigInteger.valueOf(Integer.toUnsignedLong(address)), false), prefix);
    }

    /** A kernel without a version of IP has no table of it. */
    private Stream<String> lines(String file) {
        var path = root.resolve(file);
        if (!Files.isReadable(path)) {
            return Stream.of();
        }
        try {
            return Files.readAllLines(path).stream();
        } catch (IOException e) {
            throw new UncheckedIOException("the host's routes cannot be read", e);
        }
    }
}
