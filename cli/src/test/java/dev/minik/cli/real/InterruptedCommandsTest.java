package dev.minik.cli.real;

import static dev.minik.cli.real.Interruption.INT;
import static dev.minik.cli.real.Interruption.KILL;
import static dev.minik.cli.real.Interruption.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.real.Shell.Running;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.Engine;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.VolumeInfo;
import dev.minik.engine.locate.EngineLocator;
import dev.minik.model.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that Ctrl-C or kill -9 ends in the middle of their work: Ctrl-C is answered soon and in one line, and the same command again comes
 * to the end. One cluster goes through all of it.
 */
class InterruptedCommandsTest {
    private static final String CLUSTER = "interrupted";
    private static final String CONTROL_PLANE = CLUSTER + "-control-plane";
    private static final String WORKER = CLUSTER + "-worker";
    private static final String SECOND = CLUSTER + "-worker2";
    private static final String REGISTRY = "interrupted";
    private static final String IMAGE = "minik-test/interrupted:1";
    private final Engine engine = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty());
    private Path directory = Path.of("");
    private Shell shell = new Shell(directory);
    private NewCluster cluster = new NewCluster(shell, CLUSTER);

    @BeforeEach
    void create(@TempDir Path temporary) {
        directory = temporary;
        shell = new Shell(directory);
        cluster = NewCluster.create(shell, CLUSTER, "--workers", "1");
    }

    @AfterEach
    void delete() {
        cluster.close();
        shell.minik("delete", "registry", REGISTRY, "--force");
        shell.run("docker", "rmi", IMAGE);
        engine.close();
    }

    /** What is done with one signal, which begins with the cluster of one worker and ends with it. */
    @FunctionalInterface
    private interface Walk {
        void with(String signal) throws IOException;
    }

    private static DynamicTest walk(String signal, String name, Walk walk) {
        return DynamicTest.dynamicTest(signal + ": " + name, () -> walk.with(signal));
    }

    @TestFactory
    @Tag("cluster")
    Stream<DynamicTest> afterCtrlC() {
        return usual(INT);
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> afterKill() {
        return usual(KILL);
    }

    private Stream<DynamicTest> usual(String signal) {
        return Stream.of(
                walk(signal, "create and delete a registry", this::registry),
                walk(signal, "expose a port", this::port),
                walk(signal, "create and delete a node", this::node),
                walk(signal, "load an archive and an image", this::images),
                walk(signal, "save a backup", this::backup),
                walk(signal, "export logs", this::logs),
                walk(signal, "delete the cluster", this::deletion));
    }

    @TestFactory
    @Tag("long")
    Stream<DynamicTest> whatTakesLonger() {
        return Stream.of(INT, KILL)
                .flatMap(signal -> Stream.of(
                        walk(signal, "stop and start", this::life),
                        walk(signal, "apply a file", this::apply),
                        walk(signal, "repair", this::repair),
                        walk(signal, "restore a backup", this::restore)));
    }

    private void registry(String signal) {
        var create = new String[] {"create", "registry", REGISTRY, "--port", "0", "--cluster", CLUSTER};
        // a machine that has never had one compiles its program, which takes minutes
        shell.minik("create", "registry", REGISTRY, "--port", "0").ok();
        shell.minik("delete", "registry", REGISTRY, "--force").ok();

        broken(signal, isThere("minik-" + REGISTRY), create);
        broken(signal, says("Connecting registry"), create);
        shell.minik(create).ok();
        assertFalse(registriesOf(WORKER).isEmpty());
        assertEquals(registriesOf(CONTROL_PLANE), registriesOf(WORKER));

        var delete = new String[] {"delete", "registry", REGISTRY, "--force"};
        broken(signal, says("Deleting registry"), delete);
        shell.minik(delete).ok();
        assertEquals(List.of(), registriesOf(WORKER));
        assertTrue(engine.findContainer("minik-" + REGISTRY).isEmpty());
        assertEquals(
                List.of(),
                engine.listVolumes(Map.of(Labels.REGISTRY, REGISTRY)).stream()
                        .map(VolumeInfo::name)
                        .toList());
    }

    private List<String> registriesOf(String node) {
        return shell.run("docker", "exec", node, "sh", "-c", "ls /etc/containerd/certs.d || true")
                .ok()
                .lines();
    }

    private void port(String signal) throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var expose = new String[] {"expose", port + ":30080", "--name", CLUSTER};
        var forwarder = CLUSTER + "-forwarder-" + port;
        broken(signal, isThere(forwarder), expose);
        shell.minik(expose).ok();
        assertEquals(State.RUNNING, stateOf(forwarder));
        shell.minik("unexpose", "--all", "--name", CLUSTER).ok();
        assertTrue(engine.findContainer(forwarder).isEmpty());
    }

    private void node(String signal) {
        var create = new String[] {"create", "node", "--name", CLUSTER};
        broken(signal, isThere(SECOND), create);
        assertEquals(List.of(SECOND), shell.minik(create).ok().lines());
        assertEquals(List.of(CONTROL_PLANE, WORKER, SECOND), readyNodes());

        var stubborn = shell.file("stubborn.yaml", STUBBORN.formatted(SECOND)).toString();
        cluster.kubectl("apply", "-f", stubborn).ok();
        cluster.kubectl("rollout", "status", "deployment/stubborn", "--timeout=60s")
                .ok();
        var delete = new String[] {"delete", "node", SECOND};
        broken(signal, running -> isCordoned(SECOND), delete);
        if (signal.equals(INT)) {
            assertFalse(isCordoned(SECOND), "nothing is left of an eviction that came to no end");
            assertNotEquals(
                    0,
                    shell.run("docker", "exec", CONTROL_PLANE, "pgrep", "-f", "kubectl.* drain")
                            .exitCode());
        }
        cluster.kubectl("delete", "-f", stubborn, "--grace-period=0", "--force").ok();
        var left = broken(signal, says("Deleting " + SECOND), delete);
        if (signal.equals(INT)) {
            assertTrue(left.stderr().contains("what was begun is noted"), left::stderr);
        }
        shell.minik(delete).ok();
        assertEquals(List.of(CONTROL_PLANE, WORKER), readyNodes());
        assertTrue(engine.findContainer(SECOND).isEmpty());
    }

    private boolean isCordoned(String node) {
        return shell.run(
                        "docker",
                        "exec",
                        CONTROL_PLANE,
                        "kubectl",
                        "--kubeconfig=/etc/kubernetes/admin.conf",
                        "get",
                        "node",
                        node,
                        "-o=jsonpath={.spec.unschedulable}")
                .stdout()
                .equals("true");
    }

    private void images(String signal) throws IOException {
        var image = new BuiltImage(directory).with(tar -> BuiltImage.random(tar, "/large", 100_000_000));
        var archive = image.archive(IMAGE).toString();
        broken(signal, says("MB on their way"), "-v", "load", "image-archive", archive, "--name", CLUSTER);
        assertFalse(listed().contains("docker.io/" + IMAGE));
        shell.minik("load", "image-archive", archive, "--name", CLUSTER).ok();
        assertTrue(listed().contains("docker.io/" + IMAGE));
        shell.minik("delete", "image", IMAGE, "--name", CLUSTER).ok();

        image.load(shell, IMAGE);
        broken(signal, says("MB on their way"), "-v", "load", "docker-image", IMAGE, "--name", CLUSTER);
        shell.minik("load", "docker-image", IMAGE, "--name", CLUSTER).ok();
        assertTrue(listed().contains("docker.io/" + IMAGE));
        shell.minik("delete", "image", IMAGE, "--name", CLUSTER).ok();
        assertFalse(listed().contains("docker.io/" + IMAGE));
    }

    private List<String> listed() {
        return shell.minik("get", "images", "--name", CLUSTER, "-o", "name")
                .ok()
                .lines();
    }

    private void backup(String signal) throws IOException {
        var file = directory.resolve("state-%s.db".formatted(signal));
        var save = new String[] {"save", "backup", file.toString(), "--name", CLUSTER};
        broken(signal, says("Saving the state"), save);
        assertFalse(Files.exists(file));
        shell.minik(save).ok();
        try (var files = Files.list(directory)) {
            var parts = files.filter(one -> one.getFileName().toString().startsWith(".state"))
                    .toList();
            assertEquals(List.of(), parts);
        }
    }

    private void logs(String signal) {
        var logs = directory.resolve("logs-" + signal);
        var export = new String[] {"export", "logs", logs.toString(), "--name", CLUSTER};
        broken(signal, running -> Files.exists(logs.resolve(WORKER)), export);
        shell.minik(export).ok();
        assertTrue(Files.exists(logs.resolve(WORKER).resolve("kubelet.log")));
        assertTrue(Files.exists(logs.resolve(CONTROL_PLANE).resolve("kubelet.log")));
    }

    private void deletion(String signal) throws IOException {
        var delete = new String[] {"delete", "cluster", CLUSTER};
        broken(signal, says("Deleting cluster"), delete);
        shell.minik(delete).ok();
        assertEquals(List.of(), new EngineState(engine).remains(CLUSTER));
        assertFalse(Files.readString(shell.kubeconfig()).contains(CLUSTER));
    }

    private void life(String signal) {
        broken(signal, says("Stopping cluster"), "stop", "cluster", CLUSTER);
        shell.minik("stop", "cluster", CLUSTER).ok();
        assertEquals(List.of(State.EXITED, State.EXITED), states());
        broken(signal, says("Starting cluster"), "start", "cluster", CLUSTER);
        broken(signal, says("Waiting for all nodes"), "start", "cluster", CLUSTER);
        shell.minik("start", "cluster", CLUSTER).ok();
        assertEquals(List.of(CONTROL_PLANE, WORKER), readyNodes());

        shell.minik("pause", "cluster", CLUSTER).ok();
        broken(signal, says("Waiting for all nodes"), "resume", "cluster", CLUSTER);
        shell.minik("resume", "cluster", CLUSTER).ok();
        assertEquals(List.of(State.RUNNING, State.RUNNING), states());

        broken(signal, says("Stopping node"), "restart", "node", WORKER);
        shell.minik("restart", "node", WORKER).ok();
        broken(signal, says("Stopping cluster"), "restart", "cluster", CLUSTER);
        shell.minik("restart", "cluster", CLUSTER).ok();
        assertTrue(shell.minik("status", CLUSTER).ok().stdout().contains("running, ready"));
    }

    private List<State> states() {
        return engine.listContainers(Map.of(Labels.CLUSTER, CLUSTER, Labels.KIND, Labels.KIND_NODE)).stream()
                .map(ContainerInfo::state)
                .toList();
    }

    private void apply(String signal) {
        var file = shell.file("more.yaml", """
                        apiVersion: minik.dev/v1alpha1
                        kind: Cluster
                        name: %s
                        nodes: [{}, {role: worker}, {role: worker}]
                        """.formatted(CLUSTER)).toString();
        broken(signal, isThere(SECOND), "apply", "-f", file);
        shell.minik("diff", "-f", file).exits(1);
        shell.minik("apply", "-f", file).ok();
        assertEquals(List.of(CONTROL_PLANE, WORKER, SECOND), readyNodes());
        shell.minik("diff", "-f", file).ok();
        shell.minik("delete", "node", SECOND).ok();
    }

    private void repair(String signal) {
        shell.run("docker", "rm", "--force", "--volumes", WORKER).ok();
        broken(signal, isThere(WORKER), "repair", "cluster", CLUSTER);
        shell.minik("repair", "cluster", CLUSTER).ok();
        assertEquals(List.of(CONTROL_PLANE, WORKER), readyNodes());
    }

    private void restore(String signal) {
        var state = new StateToRestore(cluster, directory.resolve("kept-%s.db".formatted(signal)));
        state.save();
        state.damage();
        var restore = new String[] {
            "restore",
            "backup",
            directory.resolve("kept-%s.db".formatted(signal)).toString(),
            "--name",
            CLUSTER
        };
        broken(signal, says("Unpacking the backup"), restore);
        broken(signal, says("Stopping the API servers"), restore);
        broken(signal, says("Starting etcd"), restore);
        state.restore().ok();
        state.isRestored();
        cluster.kubectl("delete", "namespace", "kept").ok();
    }

    private Shell.Result broken(String signal, Predicate<Running> event, String... command) {
        return new Interruption(shell).broken(signal, event, command);
    }

    private Predicate<Running> isThere(String container) {
        return running -> engine.findContainer(container).isPresent();
    }

    private State stateOf(String container) {
        return engine.findContainer(container).orElseThrow().state();
    }

    private List<String> readyNodes() {
        cluster.kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=60s")
                .ok();
        return cluster.kubectl("get", "nodes", "-o=jsonpath={range .items[*]}{.metadata.name}{\"\\n\"}{end}")
                .ok()
                .lines();
    }

    private static final String STUBBORN = """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: stubborn}
            spec: {minAvailable: 1, selector: {matchLabels: {app: stubborn}}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: stubborn}
            spec:
              selector: {matchLabels: {app: stubborn}}
              template:
                metadata: {labels: {app: stubborn}}
                spec:
                  nodeName: %s
                  terminationGracePeriodSeconds: 0
                  containers:
                  - name: stubborn
                    image: docker.io/library/busybox:stable
                    command: [sleep, infinity]
            """;
}
