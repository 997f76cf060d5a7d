package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.Engine;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services of a live cluster, by TCP and UDP, from the host: the cluster's own DNS. */
@Tag("cluster")
class ExposedPortsTest {
    private static final String CLUSTER = "ports-test";
    private static final String ADDRESS = "127.0.0.1";
    private static final Optional<String> ANSWER = Optional.of("10.96.0.1");
    private static final int NODE_PORT = 30_053;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: dns-outside, namespace: kube-system}
            spec:
              type: NodePort
              selector: {k8s-app: kube-dns}
              ports:
              - {name: dns, port: 53, protocol: UDP, nodePort: 30053}
              - {name: dns-tcp, port: 53, protocol: TCP, nodePort: 30053}
            """;

    @Test
    void servicesAreReachedWhicheverNodeIsThere(@TempDir Path directory) throws Exception {
        try (var engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty());
                var cluster = NewCluster.create(directory, CLUSTER, "--workers", "1")) {
            var shell = cluster.shell();
            cluster.kubectl("apply", "-f", shell.file("service.yaml", SERVICE).toString())
                    .ok();
            // for a while, Kubernetes would send questions to a server on a node that is gone
            cluster.kubectl("drain", CLUSTER + "-worker", "--ignore-daemonsets", "--delete-emptydir-data")
                    .ok();
            cluster.kubectl("-n", "kube-system", "rollout", "status", "deployment/coredns", "--timeout=60s")
                    .ok();
            int port = freePort();
            var both = new String[] {
                "expose", "%d:%d/udp".formatted(port, NODE_PORT), "%d:%d".formatted(port, NODE_PORT), "--name", CLUSTER
            };

            assertEquals(
                    List.of("127.0.0.1:%d/udp".formatted(port), "127.0.0.1:%d/tcp".formatted(port)),
                    shell.minik(both).ok().lines());
            Shell.eventually("UDP is answered", SOON, () -> answersUdp(port));
            Shell.eventually("TCP is answered", SOON, () -> answersTcp(port));

            oneNodeIsEnough(engine, port);
            comesBackByItself(engine, port);
            sayWhatIsWrong(shell, port);
            shell.minik(both).ok();
            assertEquals(
                    3,
                    shell.minik("get", "ports", "--name", CLUSTER, "-o", "name")
                            .ok()
                            .lines()
                            .size());

            shell.minik("unexpose", port + "/udp", "--name", CLUSTER).ok();
            try (var free = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                assertTrue(free.isBound());
            }
            assertTrue(answersTcp(port));
            shell.minik("unexpose", "--all", "--name", CLUSTER).ok();
            try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertTrue(free.isBound());
            }

            var leftToDeletion =
                    shell.minik("expose", "0:30053", "--name", CLUSTER).ok();
            assertEquals(1, leftToDeletion.lines().size());
        }
        try (var engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty())) {
            assertEquals(List.of(), new EngineState(engine).remains(CLUSTER));
        }
    }

    private static void oneNodeIsEnough(Engine engine, int port) {
        engine.stopContainer(CLUSTER + "-worker", Duration.ZERO);
        Shell.eventually("only the other node is asked, by UDP", SOON, () -> forwards(engine, port + "-udp", 1));
        Shell.eventually("only the other node is asked, by TCP", SOON, () -> forwards(engine, String.valueOf(port), 1));
        Shell.eventually("DNS is on the other node", SOON, () -> answersUdp(port) && answersTcp(port));
        for (int i = 0; i < 10; i++) {
            assertTrue(answersUdp(port));
            assertTrue(answersTcp(port));
        }
        engine.startContainer(CLUSTER + "-worker");
        Shell.eventually("both nodes are asked again", SOON, () -> forwards(engine, port + "-udp", 2));
    }

    private static boolean forwards(Engine engine, String forwarder, int nodes) {
        return engine.logs(CLUSTER + "-forwarder-" + forwarder, 1).contains("@minik forwards " + nodes + " ");
    }

    private static void comesBackByItself(Engine engine, int port) {
        for (String forwarder : List.of(CLUSTER + "-forwarder-" + port, CLUSTER + "-forwarder-" + port + "-udp")) {
            engine.stopContainer(forwarder, Duration.ZERO);
            engine.startContainer(forwarder);
        }
        Shell.eventually("a forwarder goes on after its death", SOON, () -> answersTcp(port) && answersUdp(port));
    }

    private static void sayWhatIsWrong(Shell shell, int port) {
        shell.minik("expose", port + ":30054", "--name", CLUSTER).exits(5);
        shell.minik("expose", port + ":30053", "--name", "no-such-cluster").exits(5);
        shell.minik("expose", "0:30053", "--node", "nobody", "--name", CLUSTER).exits(5);
        shell.minik("expose", port + ":30053:1:2", "--name", CLUSTER).exits(2);
        var unserved = shell.minik("expose", "0:30999", "--name", CLUSTER).ok();
        assertTrue(unserved.stderr().contains("no node answers at port 30999/tcp yet"), unserved.stderr());
        var unused = unserved.lines().get(0).replaceAll(".*:(\\d+)/tcp", "$1");
        shell.minik("unexpose", unused, "--name", CLUSTER).ok();
    }

    private static boolean answersUdp(int port) {
        return DnsQuestion.udp(ADDRESS, port).equals(ANSWER);
    }

    private static boolean answersTcp(int port) {
        return DnsQuestion.tcp(ADDRESS, port).equals(ANSWER);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
