package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.model.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRoutesTest {
    @TempDir
    Path root;

    @Test
    void readsBothVersionsOfIp() throws IOException {
        write("proc/net/route", """
                Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
                vpn0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
                docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
                """);
        write("proc/net/ipv6_route", """
                fd6d696e696b1f000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 br0
                00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo
                """);
        write("sys/class/net/vpn0/mtu", "1400\n");

        assertEquals(
                List.of(Cidr.parse("172.17.0.0/16"), Cidr.parse("fd6d:696e:696b:1f00::/64")),
                new HostRoutes(root).subnets());
        assertEquals(OptionalInt.of(1400), new HostRoutes(root).mtu());
    }

    @Test
    void aKernelWithoutTablesHasNoRoutes() {
        assertEquals(List.of(), new HostRoutes(root).subnets());
        assertEquals(OptionalInt.empty(), new HostRoutes(root).mtu());
    }

    private void write(String file, String text) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
