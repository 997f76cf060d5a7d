package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.yaml.Yaml;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsCommandsTest {
    private final CliHarness minik = new CliHarness();
    private final FakePorts ports = minik.services.ports;

    @Test
    void exposesAndSaysWhere() {
        var result = minik.run("expose", "8080:30080", "[::1]:5353:30053/udp", "--name", "demo");

        assertEquals(new CliHarness.Result(0, "127.0.0.1:8080/tcp\n[::1]:5353/udp\n", ""), result);
        assertEquals(List.of("expose demo [8080:30080/tcp, [::1]:5353:30053/udp] -"), ports.calls);
        assertEquals(1, minik.lifetime.size());
    }

    @Test
    void exposesOneNode() {
        assertEquals(0, minik.run("expose", "0:80", "--node", "minik-worker").code());
        assertEquals(List.of("expose minik [0:80/tcp] minik-worker"), ports.calls);
    }

    @Test
    void whatIsNoPortIsRefused() {
        for (String text : List.of("http", "70000", "1:2:3", "80/icmp", "0")) {
            var result = minik.run("expose", text);
            assertEquals(2, result.code(), text);
        }
        assertEquals(2, minik.run("expose").code());
        assertEquals(2, minik.run("unexpose", "80:80").code());
        assertEquals(List.of(), ports.calls);
    }

    @Test
    void endsWhatIsNamed() {
        minik.run("expose", "8080:30080", "5353:30053/udp");

        var result = minik.run("unexpose", "5353/udp");

        assertEquals(new CliHarness.Result(0, "", "127.0.0.1:5353/udp is not exposed any more.\n"), result);
        assertEquals(new CliHarness.Result(0, "", "Nothing was exposed there.\n"), minik.run("unexpose", "5353/udp"));
    }

    @Test
    void endsAllOrWhatIsNamed() {
        minik.run("expose", "8080:30080", "5353:30053/udp");

        assertEquals(2, minik.run("unexpose").code());
        assertEquals(2, minik.run("unexpose", "8080", "--all").code());
        assertEquals(2, ports.ports.size());
        assertEquals(0, minik.run("unexpose", "--all", "-n", "demo").code());
        assertEquals("unexposeAll demo", ports.calls.get(ports.calls.size() - 1));
    }

    @Test
    void listsPortsAsTable() {
        minik.run("expose", "8080:30080");

        assertEquals("""
                HOST-ADDRESS   HOST-PORT   PROTOCOL   KIND        NODE   NODE-PORT   STATE
                127.0.0.1      8080        tcp        forwarder   -      30080       running
                """, minik.run("get", "ports").out());
        assertEquals(
                "127.0.0.1:8080/tcp\n", minik.run("get", "ports", "-o", "name").out());
    }

    @Test
    void listsPortsForPrograms() {
        assertEquals("[]\n", minik.run("get", "ports", "-o", "json").out());
        assertTrue(minik.run("get", "ports").err().startsWith("No ports of cluster \"minik\""));
        minik.run("expose", "8080:30080", "--node", "minik-worker");

        assertEquals(
                List.of(Map.of(
                        "hostAddress", "127.0.0.1",
                        "hostPort", 8080,
                        "protocol", "tcp",
                        "kind", "forwarder",
                        "node", "minik-worker",
                        "nodePort", 30080,
                        "state", "running")),
                Yaml.load(minik.run("get", "ports", "-o", "yaml").out()));
    }
}
