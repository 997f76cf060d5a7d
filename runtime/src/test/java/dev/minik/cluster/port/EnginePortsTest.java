package dev.minik.cluster.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.TestParts;
import dev.minik.cluster.port.Ports.Kind;
import dev.minik.cluster.port.Ports.PublishedPort;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.NetworkSpec;
import dev.minik.engine.PortPublish;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import dev.minik.model.Protocol;
import dev.minik.progress.Progress;
import dev.minik.progress.ProgressEvent;
import dev.minik.progress.SteadyClock;
import java.io.ByteArrayInputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginePortsTest {
    private static final ClusterName NAME = new ClusterName("demo");
    private static final PortPublish API = new PortPublish("127.0.0.1", 40_001, 6443, Protocol.TCP);

    private final FakeEngine engine = new FakeEngine().withImage("node");
    private final List<String> warnings = new ArrayList<>();
    private final ClusterParts parts;
    private final Ports ports;
    private String answer = "@minik forwards 2 0";

    EnginePortsTest(@TempDir Path directory) {
        parts = TestParts.of(engine, directory, new Progress(this::listen, new SteadyClock()));
        ports = new EnginePorts(parts);
        engine.printing(spec -> isForwarder(spec) ? List.of(answer) : List.of());
    }

    private static boolean isForwarder(ContainerSpec spec) {
        return Labels.KIND_FORWARDER.equals(spec.labels().get(Labels.KIND));
    }

    private void listen(ProgressEvent event) {
        if (event instanceof ProgressEvent.Warning warning) {
            warnings.add(warning.text());
        }
    }

    @BeforeEach
    void startCluster() {
        engine.createNetwork(new NetworkSpec(
                "minik-demo",
                List.of(new NetworkSpec.Range("172.30.0.0/24", "172.30.0.1", "172.30.0.128/25")),
                Map.of(Labels.CLUSTER, "demo"),
                Map.of()));
        node("demo-control-plane", "control-plane", API);
        node("demo-worker", "worker", new PortPublish("127.0.0.1", 40_080, 80, Protocol.TCP));
    }

    private void node(String name, String role, PortPublish published) {
        engine.startContainer(engine.createContainer(ContainerSpec.of(name, "node")
                .labels(Map.of(Labels.CLUSTER, "demo", Labels.KIND, Labels.KIND_NODE, Labels.ROLE, role))
                .network("minik-demo")
                .ports(List.of(published))
                .build()));
        settings(name, "172.30.0.3");
    }

    private void settings(String node, String address) {
        engine.copyInto(
                node,
                "/",
                new ByteArrayInputStream(new TarBuilder()
                        .file("/minik/agent.env", 0644, "NODE_NAME='x'\nNODE_ADDRESS='%s'\n".formatted(address))
                        .build()));
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void aPortHasAForwarderThatKnowsAllNodes() {
        assertEquals(List.of(forwarded(48_080, 30_080)), expose("48080:30080"));

        var container = engine.findContainer("demo-forwarder-48080").orElseThrow();
        assertEquals(ContainerInfo.State.RUNNING, container.state());
        assertEquals(List.of(new PortPublish("127.0.0.1", 48_080, 30_080, Protocol.TCP)), container.ports());
        assertEquals("demo-control-plane\ndemo-worker\n", nodesOf("demo-forwarder-48080"));
        assertEquals(List.of(), warnings);
    }

    @Test
    void aForwarderOfOneNodeKnowsNoOther() {
        ports.expose(NAME, List.of(PortMapping.parse("48080:80")), Optional.of("demo-worker"));

        assertEquals("demo-worker\n", nodesOf("demo-forwarder-48080"));
        node("demo-worker2", "worker", new PortPublish("127.0.0.1", 40_082, 80, Protocol.TCP));
        ports.follow(NAME);
        assertEquals("demo-worker\n", nodesOf("demo-forwarder-48080"));
    }

    @Test
    void whatComesLaterIsToldToTheOthers() {
        expose("48080:30080");
        node("demo-worker2", "worker", new PortPublish("127.0.0.1", 40_082, 80, Protocol.TCP));

        ports.follow(NAME);

        assertEquals("demo-control-plane\ndemo-worker\ndemo-worker2\n", nodesOf("demo-forwarder-48080"));
    }

    @Test
    void theSameAgainIsDone() {
        expose("48080:30080");

        assertEquals(List.of(forwarded(48_080, 30_080)), expose("48080:30080"));
        assertEquals(List.of(forwarded(48_080, 30_080)), expose("0:30080"));

        assertEquals(3, engine.calls("createContainer").size());
    }

    @Test
    void aForwarderThatWasStoppedIsStarted() {
        expose("48080:30080");
        engine.crash("demo-forwarder-48080");

        expose("48080:30080");

        assertEquals(
                ContainerInfo.State.RUNNING,
                engine.findContainer("demo-forwarder-48080").orElseThrow().state());
    }

    @Test
    void aPortThatLeadsElsewhereIsRefused() {
        expose("48080:30080");

        var refused = assertThrows(MinikException.class, () -> expose("48081:30081", "48080:30082"));

        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, refused.exitCode());
        assertTrue(refused.remedy().contains("minik unexpose 48080 --name demo"), refused::remedy);
        assertTrue(engine.findContainer("demo-forwarder-48081").isEmpty());
        assertEquals(
                ExitCode.EXISTS_OR_NOT_FOUND,
                assertThrows(
                                MinikException.class,
                                () -> ports.expose(
                                        NAME, List.of(PortMapping.parse("48080:30080")), Optional.of("demo-worker")))
                        .exitCode());
    }

    @Test
    void oneProtocolDoesNotTakeThePortOfAnother() {
        assertEquals(2, expose("48053:30053", "48053:30053/udp").size());
        assertTrue(engine.findContainer("demo-forwarder-48053-udp").isPresent());

        assertEquals(
                1, ports.unexpose(NAME, List.of(HostPort.parse("48053/udp"))).size());
        assertTrue(engine.findContainer("demo-forwarder-48053").isPresent());
    }

    @Test
    void aPortThatIsTakenIsToldBeforeAnythingIsMade() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var tcp = "127.0.0.1:%d:30080".formatted(listener.getLocalPort());
            var udp = "127.0.0.1:%d:30080/udp".formatted(receiver.getLocalPort());

            assertEquals(
                    ExitCode.FAILED,
                    assertThrows(MinikException.class, () -> expose("48081:30081", tcp))
                            .exitCode());
            assertEquals(
                    ExitCode.FAILED,
                    assertThrows(MinikException.class, () -> expose("48081:30081", udp))
                            .exitCode());
        }
        assertEquals(2, engine.calls("createContainer").size());
    }

    @Test
    void whatTheEngineFindsTakenLeavesNothing() {
        engine.occupyPort(48_080);

        var failure = assertThrows(MinikException.class, () -> expose("48080:30080", "48081:30081"));

        assertEquals("port 48080 of 127.0.0.1 is already in use", failure.message());
        assertEquals(2, engine.listContainers(Map.of(Labels.CLUSTER, "demo")).size());
    }

    @Test
    void aFreePortIsChosen() {
        var exposed = expose("0:30080", "0:30081");

        assertEquals(2, exposed.stream().map(PublishedPort::hostPort).distinct().count());
        assertTrue(exposed.stream().allMatch(port -> port.hostPort() > 1024), exposed::toString);
    }

    @Test
    void onePortForTwoPlacesIsRefused() {
        assertEquals(
                ExitCode.USAGE,
                assertThrows(MinikException.class, () -> expose("48080:30080", "48080:30081"))
                        .exitCode());
        assertEquals(1, expose("48080:30080", "48080:30080").size());
    }

    @Test
    void aNodeThatIsNotThereIsRefused() {
        var refused = assertThrows(
                MinikException.class,
                () -> ports.expose(NAME, List.of(PortMapping.parse("48080")), Optional.of("demo-worker7")));

        assertEquals(ExitCode.EXISTS_OR_NOT_FOUND, refused.exitCode());
    }

    @Test
    void aStoppedClusterIsTheWrongState() {
        engine.crash("demo-control-plane");
        engine.crash("demo-worker");

        assertEquals(
                ExitCode.WRONG_STATE,
                assertThrows(MinikException.class, () -> expose("48080")).exitCode());
        assertEquals(2, engine.calls("createContainer").size());
    }

    @Test
    void aPortThatNoNodeServesIsExposedWithAWarning() {
        answer = "@minik forwards 0 2";

        expose("48080:30080");

        assertEquals(List.of("no node answers at port 30080/tcp yet"), warnings);
    }

    @Test
    void aForwarderThatEndsIsRemovedAndToldWithItsOutput() {
        engine.printing(spec -> {
            if (isForwarder(spec)) {
                engine.print(spec.name(), "nft: command not found");
                engine.crash(spec.name());
            }
            return List.of();
        });

        var failure = assertThrows(MinikException.class, () -> expose("48080:30080"));

        assertEquals(List.of("nft: command not found"), failure.details());
        assertTrue(engine.findContainer("demo-forwarder-48080").isEmpty());
    }

    @Test
    void aClusterOfIpv6IsExposedOnItsLoopback() {
        settings("demo-control-plane", "fd00::3");
        answer = "@minik forwards 0 2";

        assertEquals("::1", expose("48080:30080").get(0).hostAddress());
        assertEquals(List.of(), warnings);
    }

    @Test
    void allPortsAreListed() {
        expose("48080:30080");
        engine.crash("demo-forwarder-48080");

        assertEquals(
                List.of(
                        new PublishedPort(
                                "127.0.0.1",
                                40_001,
                                Protocol.TCP,
                                Kind.API_SERVER,
                                "demo-control-plane",
                                6443,
                                "running"),
                        new PublishedPort("127.0.0.1", 40_080, Protocol.TCP, Kind.NODE, "demo-worker", 80, "running"),
                        new PublishedPort("127.0.0.1", 48_080, Protocol.TCP, Kind.FORWARDER, "", 30_080, "exited")),
                ports.list(NAME));
    }

    @Test
    void endingWhatIsNotExposedIsNoFailure() {
        assertEquals(List.of(), ports.unexpose(NAME, List.of(HostPort.parse("48080"))));
        assertEquals(List.of(), ports.unexposeAll(NAME));
    }

    @Test
    void portsOfNodesStay() {
        var refused = assertThrows(MinikException.class, () -> ports.unexpose(NAME, List.of(HostPort.parse("40080"))));

        assertEquals(ExitCode.WRONG_STATE, refused.exitCode());
    }

    @Test
    void endsAll() {
        expose("48080:30080", "48081:30081/udp");

        assertEquals(2, ports.unexposeAll(NAME).size());
        assertEquals(2, engine.listContainers(Map.of(Labels.CLUSTER, "demo")).size());
    }

    @Test
    void thereMustBeACluster() {
        var other = new ClusterName("other");

        Stream.<Runnable>of(
                        () -> ports.list(other),
                        () -> ports.unexposeAll(other),
                        () -> ports.expose(other, List.of(PortMapping.parse("48080")), Optional.empty()))
                .forEach(call -> assertEquals(
                        ExitCode.EXISTS_OR_NOT_FOUND,
                        assertThrows(MinikException.class, call::run).exitCode()));
    }

    private List<PublishedPort> expose(String... mappings) {
        return ports.expose(NAME, Stream.of(mappings).map(PortMapping::parse).toList(), Optional.empty());
    }

    private static PublishedPort forwarded(int hostPort, int nodePort) {
        return new PublishedPort("127.0.0.1", hostPort, Protocol.TCP, Kind.FORWARDER, "", nodePort, "running");
    }

    private String nodesOf(String container) {
        return new String(engine.file(container, "/minik/nodes").orElseThrow().content(), StandardCharsets.UTF_8);
    }
}
