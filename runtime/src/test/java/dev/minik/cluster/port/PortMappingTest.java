package dev.minik.cluster.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.model.Protocol;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortMappingTest {
    @Test
    void aPortAloneLeadsToTheSameOne() {
        assertEquals(new PortMapping(Optional.empty(), 8080, 8080, Protocol.TCP), PortMapping.parse("8080"));
    }

    @ParameterizedTest
    @CsvSource({
        "8080:30080, 8080:30080/tcp",
        "127.0.0.1:8080, 127.0.0.1:8080:8080/tcp",
        "0.0.0.0:8080:30080, 0.0.0.0:8080:30080/tcp",
        "5353:30053/UDP, 5353:30053/udp",
        "0:80/sctp, 0:80/sctp",
        "[::1]:8080:80, [::1]:8080:80/tcp",
        "[0::0001]:8080, [::1]:8080:8080/tcp",
    })
    void isReadAndWritten(String text, String written) {
        var mapping = PortMapping.parse(text);

        assertEquals(written, mapping.toString());
        assertEquals(mapping, PortMapping.parse(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http",
                "0",
                "65536",
                "80:0",
                "80:65536",
                "1:2:3",
                "::1:80",
                "[::1]80",
                "localhost:80",
                "80/icmp",
                "80/",
                "127.0.0.256:80",
                "-1",
                "8080:",
                ":8080",
                "1.2.3.4:",
                "80:80:80:80",
                "999999"
            })
    void isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> PortMapping.parse(text));
    }

    @Test
    void aPortOfTheHostHasAProtocol() {
        assertEquals(new HostPort(53, Protocol.UDP), HostPort.parse("53/udp"));
        assertEquals(new HostPort(80, Protocol.TCP), HostPort.parse("80"));
        assertEquals("80", HostPort.parse("80/tcp").toString());
        assertThrows(IllegalArgumentException.class, () -> HostPort.parse("0"));
        assertThrows(IllegalArgumentException.class, () -> HostPort.parse("80:80"));
        assertThrows(IllegalArgumentException.class, () -> HostPort.parse("80/quic"));
    }
}
