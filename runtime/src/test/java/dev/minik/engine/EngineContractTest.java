package dev.minik.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.archive.TarReader;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.EngineException.Kind;
import dev.minik.model.MountPropagation;
import dev.minik.model.Protocol;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every engine must do. Runs against the fake in each build and against real engines on demand, so that what the other
 * tests learn from the fake is true.
 *
 * <p>The test image needs {@code sh}, {@code cat}, {@code sleep} and {@code id}.
 */
public abstract class EngineContractTest {
    /** Marks what this test makes, so that it removes that and nothing else. */
    protected static final Map<String, String> MINE = Map.of("dev.minik/test", "engine-contract");

    private static final String SLEEPER = "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done";

    private static final String SUBNET = "10.213.77.0/24";

    private Engine engine;
    private String image;

    /** Returns the engine to test; closed by the test. */
    protected abstract Engine engine();

    /** Returns the name of an image that the engine has. */
    protected abstract String image();

    @BeforeEach
    protected void open() {
        engine = engine();
        image = image();
        removeMine();
    }

    @AfterEach
    void cleanUp() {
        if (engine != null) {
            removeMine();
            engine.close();
        }
    }

    private void removeMine() {
        engine.listContainers(MINE).forEach(one -> engine.removeContainer(one.id()));
        engine.listNetworks(MINE).forEach(one -> engine.removeNetwork(one.id()));
        engine.listVolumes(MINE).forEach(one -> engine.removeVolume(one.name()));
    }

    private ContainerSpec sleeper(String name) {
        return ContainerSpec.of(name, image)
                .hostname(name)
                .entrypoint(List.of("sh", "-c"))
                .command(List.of(SLEEPER))
                .environment(Map.of("GREETING", "hello world"))
                .labels(MINE)
                .build();
    }

    private ContainerSpec sleeperIn(String network, String name, String address, List<PortPublish> ports) {
        return sleeper(name)
                .but()
                .ports(ports)
                .network(network)
                .addresses(List.of(address))
                .aliases(List.of(name + "-alias"))
                .build();
    }

    private ContainerSpec printing(String name, String script, boolean tty) {
        return sleeper(name).but().command(List.of(script)).tty(tty).build();
    }

    private String run(String name) {
        var id = engine.createContainer(sleeper(name));
        engine.startContainer(name);
        return id;
    }

    private static NetworkSpec network(String name, String subnet) {
        var prefix = subnet.substring(0, subnet.lastIndexOf('.'));
        return new NetworkSpec(
                name, List.of(new NetworkSpec.Range(subnet, prefix + ".1", prefix + ".128/25")), MINE, Map.of());
    }

    private static InputStream tar(String path, String text) {
        return new ByteArrayInputStream(new TarBuilder().file(path, 0600, text).build());
    }

    private String read(String container, String path) throws IOException {
        try (var tar = engine.copyFrom(container, path)) {
            return new String(TarReader.firstFile(tar, 10_000).orElseThrow(), StandardCharsets.UTF_8);
        }
    }

    private static Kind failure(Runnable call) {
        var failure = assertThrows(EngineException.class, call::run);
        assertFalse(String.valueOf(failure.getMessage()).contains("\n"), failure::getMessage);
        return failure.kind();
    }

    @Test
    void tellsWhatItIs() {
        var info = engine.info();
        assertFalse(info.name().isEmpty());
        assertFalse(info.version().isEmpty());
        assertFalse(info.id().isEmpty());
        assertEquals(info.id(), engine.info().id());
        assertTrue(info.cgroupVersion() == 1 || info.cgroupVersion() == 2, info::toString);
        assertTrue(info.cpus() > 0, info::toString);
        assertTrue(info.memoryBytes() > 0, info::toString);
        assertFalse(info.architecture().isEmpty());
    }

    @Test
    void findsAnImageByNameAndId() {
        var byName = engine.findImage(image).orElseThrow();
        assertTrue(byName.id().startsWith("sha256:"), byName::toString);
        assertEquals(byName.id(), engine.findImage(byName.id()).orElseThrow().id());
        assertEquals(Optional.empty(), engine.findImage("localhost/minik-no-such-image:v0"));
    }

    @Test
    void anImageCanBeNamedSavedAndLoaded() throws IOException {
        var name = "localhost/minik-engine-contract:v1";
        engine.tagImage(image, name);
        try {
            assertTrue(engine.findImage(name).orElseThrow().tags().contains(name));
            var archive = new ByteArrayOutputStream();
            try (var saved = engine.saveImages(List.of(name))) {
                saved.transferTo(archive);
            }
            engine.removeImage(name);
            assertEquals(Optional.empty(), engine.findImage(name));
            var loaded = engine.loadImage(new ByteArrayInputStream(archive.toByteArray()));
            assertTrue(loaded.contains(name), loaded::toString);
            assertTrue(engine.findImage(name).isPresent());
        } finally {
            engine.removeImage(name);
        }
        assertTrue(engine.findImage(image).isPresent());
    }

    @Test
    void removingWhatIsNotThereIsNoFailure() {
        engine.removeContainer("minik-contract-nothing");
        engine.removeNetwork("minik-contract-nothing");
        engine.removeVolume("minik-contract-nothing");
        engine.removeImage("localhost/minik-no-such-image:v0");
    }

    @Test
    void aContainerGoesThroughItsStates() {
        var id = engine.createContainer(sleeper("minik-contract-a"));
        var created = engine.findContainer("minik-contract-a").orElseThrow();
        assertEquals(id, created.id());
        assertEquals("minik-contract-a", created.name());
        assertEquals(State.CREATED, created.state());
        assertEquals(Optional.empty(), engine.startOf(id));
        assertEquals("engine-contract", created.labels().get("dev.minik/test"));
        engine.startContainer(id);
        engine.startContainer(id);
        assertEquals(State.RUNNING, engine.findContainer(id).orElseThrow().state());
        engine.stopContainer(id, Duration.ofSeconds(10));
        engine.stopContainer(id, Duration.ofSeconds(10));
        assertEquals(State.EXITED, engine.findContainer(id).orElseThrow().state());
        engine.removeContainer("minik-contract-a");
        assertEquals(Optional.empty(), engine.findContainer("minik-contract-a"));
        assertEquals(Optional.empty(), engine.findContainer(id));
    }

    @Test
    void aContainerIsFrozenAndThawed() {
        var name = "minik-contract-a";
        run(name);
        engine.unpauseContainer(name);
        engine.pauseContainer(name);
        engine.pauseContainer(name);
        assertEquals(State.PAUSED, engine.findContainer(name).orElseThrow().state());
        engine.unpauseContainer(name);
        engine.unpauseContainer(name);
        assertEquals(State.RUNNING, engine.findContainer(name).orElseThrow().state());
        engine.stopContainer(name, Duration.ZERO);
        failure(() -> engine.pauseContainer(name));
        failure(() -> engine.unpauseContainer(name));
        assertEquals(State.EXITED, engine.findContainer(name).orElseThrow().state());
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.pauseContainer("minik-contract-none")));
    }

    @Test
    void aFrozenContainerCanBeRemoved() {
        run("minik-contract-a");
        engine.pauseContainer("minik-contract-a");
        engine.removeContainer("minik-contract-a");
        assertEquals(Optional.empty(), engine.findContainer("minik-contract-a"));
    }

    @Test
    void aContainerWhoseRestartIsSetStaysStopped() {
        run("minik-contract-a");
        engine.restartUnlessStopped("minik-contract-a");
        engine.stopContainer("minik-contract-a", Duration.ZERO);
        assertEquals(
                State.EXITED,
                engine.findContainer("minik-contract-a").orElseThrow().state());
    }

    @Test
    void aContainersLastStartIsTold() {
        var before = engine.now();
        run("minik-contract-a");
        var first = engine.startOf("minik-contract-a").orElseThrow();
        assertFalse(first.isBefore(before));
        engine.stopContainer("minik-contract-a", Duration.ZERO);
        assertEquals(Optional.of(first), engine.startOf("minik-contract-a"));
        engine.startContainer("minik-contract-a");
        var second = engine.startOf("minik-contract-a").orElseThrow();
        assertTrue(second.isAfter(first));
        assertFalse(second.isAfter(engine.now()));
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.startOf("minik-contract-none")));
    }

    @Test
    void tellsTheTime() {
        var earlier = Instant.now().minusSeconds(60);
        assertTrue(engine.now().isAfter(earlier));
        assertTrue(engine.now().isBefore(earlier.plusSeconds(120)));
    }

    @Test
    void namesAreFoundWhollyOrNotAtAll() {
        engine.createContainer(sleeper("minik-contract-a2"));
        assertEquals(Optional.empty(), engine.findContainer("minik-contract-a"));
        assertEquals(Optional.empty(), engine.findContainer("minik-contract.a2"));
    }

    @Test
    void labelsSelect() {
        engine.createContainer(sleeper("minik-contract-a"));
        assertEquals(1, engine.listContainers(MINE).size());
        assertEquals(List.of(), engine.listContainers(Map.of("dev.minik/test", "other")));
        engine.createVolume("minik-contract-v", MINE);
        assertEquals(
                List.of("minik-contract-v"),
                engine.listVolumes(MINE).stream().map(VolumeInfo::name).toList());
        assertEquals(List.of(), engine.listVolumes(Map.of("dev.minik/test", "other")));
    }

    @Test
    void aTakenNameIsAConflict() {
        engine.createContainer(sleeper("minik-contract-a"));
        assertEquals(Kind.CONFLICT, failure(() -> engine.createContainer(sleeper("minik-contract-a"))));
    }

    @Test
    void whatIsMissingIsNotFound() {
        var plain = sleeper("minik-contract-a");
        var missing = plain.but().image("localhost/minik-no-such-image:v0").build();
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.createContainer(missing)));
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.startContainer("minik-contract-nothing")));
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.exec("minik-contract-nothing", ExecSpec.of("id"))));
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.attach("minik-contract-nothing", line -> {}, () -> {})));
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.logs("minik-contract-nothing", 5)));
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.copyInto("minik-contract-nothing", "/", tar("/x", "x"))));
        engine.createContainer(plain);
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.copyFrom(plain.name(), "/no/such/file")));
    }

    @Test
    void filesAreCopiedBeforeAndAfterTheStart() throws IOException {
        var name = "minik-contract-a";
        engine.createContainer(sleeper(name));
        engine.copyInto(name, "/", tar("/opt/minik/one", "first"));
        assertEquals("first", read(name, "/opt/minik/one"));
        engine.startContainer(name);
        engine.copyInto(name, "/opt", tar("/minik/two", "second"));
        assertEquals("second", read(name, "/opt/minik/two"));
        engine.stopContainer(name, Duration.ofSeconds(10));
        assertEquals("first", read(name, "/opt/minik/one"));
        assertEquals("second", read(name, "/opt/minik/two"));
    }

    @Test
    void commandsAreRunAndCollected() {
        var name = "minik-contract-a";
        run(name);
        var result = engine.exec(name, ExecSpec.of("sh", "-c", "echo out; echo err >&2; exit 3"));
        assertEquals(new ExecResult(3, "out\n", "err\n"), result);
    }

    @Test
    void commandsGetTheirArgumentsAndVariables() {
        var name = "minik-contract-a";
        run(name);
        var spec = new ExecSpec(
                List.of("sh", "-c", "echo \"$GREETING $MORE\""),
                Map.of("MORE", "a 'b' $c"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        assertEquals("hello world a 'b' $c\n", engine.exec(name, spec).stdout());
    }

    @Test
    void commandsSeeTheEndOfTheirInput() {
        var name = "minik-contract-a";
        run(name);
        var text = "line one\nline two\n".repeat(20_000);
        var output = new ByteArrayOutputStream();
        var spec = new ExecSpec(
                List.of("cat"),
                Map.of(),
                Optional.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))),
                Optional.of(output),
                Optional.empty(),
                false);
        var result = engine.exec(name, spec);
        assertEquals(0, result.exitCode());
        assertEquals("", result.stdout());
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), output.toByteArray());
    }

    @Test
    void aCommandInAStoppedContainerFails() {
        engine.createContainer(sleeper("minik-contract-a"));
        failure(() -> engine.exec("minik-contract-a", ExecSpec.of("id")));
    }

    @Test
    @SuppressWarnings("try")
    void anAttachmentMissesNothing() throws InterruptedException {
        var name = "minik-contract-a";
        engine.createContainer(printing(name, "echo one; echo two >&2; sleep 1; echo three", false));
        var lines = new LinkedBlockingQueue<String>();
        try (var attached = engine.attach(name, lines::add, () -> {})) {
            engine.startContainer(name);
            var seen = new ArrayList<String>();
            while (!seen.contains("three")) {
                var line = lines.poll(30, TimeUnit.SECONDS);
                assertTrue(line != null, seen::toString);
                seen.add(line);
            }
            assertTrue(seen.containsAll(List.of("one", "two")), seen::toString);
        }
        assertTrue(engine.logs(name, 10).contains("three\n"));
        assertEquals("three\n", engine.logs(name, 1));
    }

    @Test
    @SuppressWarnings("try")
    void aTerminalsLinesArePlain() throws InterruptedException {
        var name = "minik-contract-a";
        var script = "printf '\\033[0;1;32mgreen\\033[0m\\n\\033]0;title\\007plain\\n'; sleep 1; echo end";
        engine.createContainer(printing(name, script, true));
        var lines = new LinkedBlockingQueue<String>();
        try (var attached = engine.attach(name, lines::add, () -> {})) {
            engine.startContainer(name);
            assertEquals("green", lines.poll(30, TimeUnit.SECONDS));
            assertEquals("plain", lines.poll(30, TimeUnit.SECONDS));
            assertEquals("end", lines.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    @SuppressWarnings("try")
    void anAttachmentTellsTheEndOfItsContainer() throws InterruptedException {
        var name = "minik-contract-a";
        engine.createContainer(sleeper(name));
        var ended = new java.util.concurrent.CountDownLatch(1);
        try (var attached = engine.attach(name, line -> {}, ended::countDown)) {
            engine.startContainer(name);
            engine.stopContainer(name, java.time.Duration.ZERO);
            assertTrue(ended.await(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClosedAttachmentIsQuiet() {
        var name = "minik-contract-a";
        run(name);
        var attached = engine.attach(name, line -> {}, () -> {});
        attached.close();
        attached.close();
        assertEquals(State.RUNNING, engine.findContainer(name).orElseThrow().state());
    }

    @Test
    void networksGiveFixedAddresses() {
        engine.createNetwork(network("minik-contract-n", SUBNET));
        var made = engine.listNetworks(MINE);
        assertEquals(1, made.size());
        assertEquals("minik-contract-n", made.get(0).name());
        assertEquals(List.of(SUBNET), made.get(0).subnets());
        engine.createContainer(sleeperIn("minik-contract-n", "minik-contract-a", "10.213.77.9", List.of()));
        engine.startContainer("minik-contract-a");
        var container = engine.findContainer("minik-contract-a").orElseThrow();
        assertEquals("10.213.77.9", container.addresses().get("minik-contract-n"));
        assertTrue(engine.listNetworks(Map.of()).containsAll(made));
    }

    @Test
    void anOverlappingSubnetIsAConflict() {
        engine.createNetwork(network("minik-contract-n", SUBNET));
        assertEquals(Kind.CONFLICT, failure(() -> engine.createNetwork(network("minik-contract-m", SUBNET))));
        assertEquals(Kind.CONFLICT, failure(() -> engine.createNetwork(network("minik-contract-n", "10.213.78.0/24"))));
        assertEquals(1, engine.listNetworks(MINE).size());
    }

    @Test
    void aNetworkInUseIsNotRemoved() {
        engine.createNetwork(network("minik-contract-n", SUBNET));
        engine.createContainer(sleeperIn("minik-contract-n", "minik-contract-a", "10.213.77.9", List.of()));
        engine.startContainer("minik-contract-a");
        assertEquals(Kind.CONFLICT, failure(() -> engine.removeNetwork("minik-contract-n")));
    }

    @Test
    void portsArePublished() {
        engine.createNetwork(network("minik-contract-n", SUBNET));
        var any = new PortPublish("127.0.0.1", 0, 6443, Protocol.TCP);
        engine.createContainer(sleeperIn("minik-contract-n", "minik-contract-a", "10.213.77.9", List.of(any)));
        engine.startContainer("minik-contract-a");
        var ports = engine.findContainer("minik-contract-a").orElseThrow().ports();
        assertEquals(1, ports.size());
        assertEquals("127.0.0.1", ports.get(0).hostAddress());
        assertEquals(6443, ports.get(0).containerPort());
        assertEquals(Protocol.TCP, ports.get(0).protocol());
        assertTrue(ports.get(0).hostPort() > 0, ports::toString);
    }

    @Test
    void aTakenPortIsTold() throws IOException {
        engine.createNetwork(network("minik-contract-n", SUBNET));
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var port = List.of(new PortPublish("127.0.0.1", free, 80, Protocol.TCP));
        engine.createContainer(sleeperIn("minik-contract-n", "minik-contract-a", "10.213.77.9", port));
        engine.startContainer("minik-contract-a");
        engine.createContainer(sleeperIn("minik-contract-n", "minik-contract-b", "10.213.77.10", port));
        assertEquals(Kind.PORT_IN_USE, failure(() -> engine.startContainer("minik-contract-b")));
    }

    @Test
    void volumesKeepTheirContent() throws IOException {
        engine.createVolume("minik-contract-v", MINE);
        engine.createVolume("minik-contract-v", MINE);
        var spec = sleeper("minik-contract-a")
                .but()
                .mounts(List.of(
                        new Mount.Volume("minik-contract-v", "/data", false),
                        new Mount.Tmpfs("/scratch", "rw,size=8m"),
                        new Mount.Bind("/proc", "/host/proc", true, false, MountPropagation.NONE)))
                .build();
        engine.createContainer(spec);
        engine.copyInto(spec.name(), "/data", tar("/kept", "still here"));
        assertEquals("still here", read(spec.name(), "/data/kept"));
        engine.removeContainer(spec.name());
        engine.createContainer(spec);
        assertEquals("still here", read(spec.name(), "/data/kept"));
        assertEquals(Kind.CONFLICT, failure(() -> engine.removeVolume("minik-contract-v")));
    }

    @Test
    void aContainerIsConnectedToFurtherNetworks() {
        var network = "minik-contract-n";
        engine.createNetwork(network(network, SUBNET));
        var spec = sleeper("minik-contract-a").but().network("bridge").build();
        engine.createContainer(spec);
        engine.connectNetwork(network, spec.name());
        engine.connectNetwork(network, spec.name());
        assertTrue(engine.networksOf(spec.name()).contains(network));
        engine.startContainer(spec.name());
        var address =
                engine.findContainer(spec.name()).orElseThrow().addresses().get(network);
        assertTrue(String.valueOf(address).startsWith("10.213.77."), String.valueOf(address));
        assertEquals(Kind.CONFLICT, failure(() -> engine.removeNetwork(network)));

        engine.disconnectNetwork(network, spec.name());
        engine.disconnectNetwork(network, spec.name());

        assertFalse(engine.networksOf(spec.name()).contains(network));
        engine.disconnectNetwork("minik-contract-nothing", spec.name());
        engine.disconnectNetwork(network, "minik-contract-nothing");
        assertEquals(Kind.NOT_FOUND, failure(() -> engine.connectNetwork("minik-contract-nothing", spec.name())));
        engine.removeNetwork(network);
        assertEquals(
                Optional.of(State.RUNNING), engine.findContainer(spec.name()).map(ContainerInfo::state));
    }

    @Test
    void aRunningContainerIsConnectedAndOneThatStoppedIsDisconnected() {
        var network = "minik-contract-n";
        engine.createNetwork(network(network, SUBNET));
        var spec = sleeper("minik-contract-a").but().network("bridge").build();
        engine.createContainer(spec);
        engine.startContainer(spec.name());
        engine.connectNetwork(network, spec.name());
        assertTrue(engine.findContainer(spec.name()).orElseThrow().addresses().containsKey(network));
        engine.stopContainer(spec.name(), Duration.ofSeconds(10));
        assertTrue(engine.networksOf(spec.name()).contains(network));

        engine.disconnectNetwork(network, spec.name());
        engine.removeNetwork(network);

        engine.startContainer(spec.name());
        assertEquals(
                Optional.of(State.RUNNING), engine.findContainer(spec.name()).map(ContainerInfo::state));
    }

    @Test
    void aContainerBecomesAnImage() throws IOException {
        var image = "localhost/minik-contract:committed";
        engine.createContainer(sleeper("minik-contract-a")
                .but()
                .labels(Map.of("dev.minik/test", "engine-contract", "dev.minik/more", "than the image has"))
                .build());
        engine.copyInto("minik-contract-a", "/", tar("/opt/minik/one", "first"));
        try {
            engine.commitContainer("minik-contract-a", image);

            var made = engine.findImage(image).orElseThrow();
            assertEquals("than the image has", made.labels().get("dev.minik/more"));
            engine.createContainer(
                    sleeper("minik-contract-b").but().image(image).build());
            assertEquals("first", read("minik-contract-b", "/opt/minik/one"));
        } finally {
            removeMine();
            engine.removeImage(image);
        }
    }

    @Test
    void twoThreadsMayRemoveTheSameContainer() throws InterruptedException {
        var name = "minik-contract-a";
        run(name);
        var failures = new LinkedBlockingQueue<RuntimeException>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 2; i++) {
            var thread = new Thread(() -> {
                try {
                    engine.removeContainer(name);
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (var thread : threads) {
            thread.join(60_000);
        }
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(Optional.empty(), engine.findContainer(name));
    }
}
