package dev.minik.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.error.MinikException;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the command line says goes before the file. */
class OverridesTest {
    private final Loading loading = new Loading();

    @Test
    void theNameComesFromTheFlagThenTheFileThenTheDefault() {
        var file = Loading.MINIK + "name: file\n";
        assertEquals("flag", loading.load(file, name("flag")).name().value());
        assertEquals("file", loading.load(file).name().value());
        assertEquals("minik", loading.load(Loading.MINIK).name().value());
        assertEquals("flag", loading.load(name("flag")).name().value());
    }

    @Test
    void aWrongNameIsReportedWhereItIsWritten() {
        assertEquals(List.of("--name: " + nameProblem("FLAG")), problems(Loading.MINIK + "name: file", name("FLAG")));
        assertEquals(List.of("name: " + nameProblem("FILE")), problems(Loading.MINIK + "name: FILE", name("flag")));
        assertEquals(
                List.of("name: " + nameProblem("FILE"), "--name: " + nameProblem("FLAG")),
                problems(Loading.MINIK + "name: FILE", name("FLAG")));
        assertEquals(List.of("--name: " + nameProblem("")), problems(Loading.MINIK, name("")));
    }

    @Test
    void withoutAFileTheCommandLineIsToBlame() {
        var failure = assertThrows(MinikException.class, () -> loading.load(name("FLAG")));
        assertTrue(failure.message().startsWith("the command line: --name: "), failure.message());
    }

    @Test
    void theImageIsThatOfEveryNode() {
        var config = loading.load(Loading.MINIK + "nodes: [{image: a}, {role: worker}]", image("kindest/node:v1.36.3"));
        for (var node : config.nodes()) {
            assertEquals(Optional.of("kindest/node:v1.36.3"), node.image());
        }
        assertTrue(problems(Loading.MINIK, image("A")).get(0).startsWith("--image: 'A' is not an image name"));
    }

    @Test
    void theVersionGoesBeforeTheFiles() {
        var file = Loading.MINIK + "kubernetesVersion: v1.35.4";
        assertEquals(
                Optional.of(KubernetesVersion.parse("v1.36.3")),
                loading.load(file, version("v1.36.3")).kubernetesVersion());
        assertTrue(problems(file, version("v1.2.3"))
                .get(0)
                .startsWith("--kubernetes-version: v1.2.3 is none of the supported"));
        assertEquals(
                Optional.of(KubernetesVersion.parse("v1.36.3")),
                loading.load(Loading.KIND, version("v1.36.3")).kubernetesVersion());
    }

    @Test
    void workersAreAddedLikeTheFirst() {
        var file = Loading.MINIK + """
                nodes:
                - role: worker
                  image: first
                  labels: {a: b}
                  extraMounts: [{hostPath: /x, containerPath: /x}]
                  extraPortMappings: [{containerPort: 80, hostPort: 8080}]
                - role: control-plane
                  image: cp
                - role: worker
                  image: second
                """;
        var nodes = loading.load(file, workers(3)).nodes();
        assertEquals(
                List.of(Role.CONTROL_PLANE, Role.WORKER, Role.WORKER, Role.WORKER),
                nodes.stream().map(NodeConfig::role).toList());
        for (var worker : nodes.subList(1, 4)) {
            assertEquals(Optional.of("first"), worker.image());
            assertEquals(Map.of("a", "b"), worker.labels());
            assertEquals(1, worker.extraMounts().size());
        }
        assertEquals(
                List.of(1, 0, 0),
                nodes.subList(1, 4).stream()
                        .map(node -> node.extraPortMappings().size())
                        .toList());
        assertEquals(
                List.of(
                        "--workers: only the first worker keeps the ports of nodes[0], as two nodes cannot have the same ports of this host"),
                loading.warnings());
    }

    @Test
    void workersAreTakenAway() {
        var file = Loading.MINIK + "nodes: [{}, {role: worker}, {role: worker}]";
        assertEquals(1, loading.load(file, workers(0)).nodes().size());
        assertEquals(2, loading.load(file, workers(1)).nodes().size());
        assertEquals(List.of(), loading.warnings());
    }

    @Test
    void workersNeedNoFile() {
        assertEquals(
                List.of(Role.CONTROL_PLANE, Role.WORKER, Role.WORKER),
                loading.load(workers(2)).nodes().stream().map(NodeConfig::role).toList());
    }

    @Test
    void aWorkersMistakeIsReportedThoughTheFlagTakesItAway() {
        var found = problems(Loading.MINIK + "nodes: [{}, {role: worker, image: A}]", workers(0));
        assertTrue(found.get(0).startsWith("nodes[1].image: "), found.toString());
    }

    @Test
    void aFileOfWorkersGetsItsControlPlane() {
        var config = loading.load(Loading.MINIK + "nodes: [{role: worker}]", controlPlanes(1));
        assertEquals(
                List.of(Role.CONTROL_PLANE, Role.WORKER),
                config.nodes().stream().map(NodeConfig::role).toList());
    }

    @Test
    void countsAreLimited() {
        assertEquals(List.of("--workers: -1 is not a number of nodes (0-100)"), problems(Loading.MINIK, workers(-1)));
        assertEquals(
                List.of("--workers: 2147483647 is not a number of nodes (0-100)"),
                problems(Loading.MINIK, workers(Integer.MAX_VALUE)));
        assertEquals(List.of("nodes: 101 nodes are more than 100"), problems(Loading.MINIK, workers(100)));
        assertEquals(100, loading.load(workers(99)).nodes().size());
        assertEquals(
                List.of("nodes: a cluster needs a node with 'role: control-plane'"),
                problems(Loading.MINIK, controlPlanes(0)));
        assertEquals(3, loading.load(controlPlanes(3)).nodes().size());
    }

    @Test
    void thePodSubnetMustHoldTheNodesOfTheFlag() {
        var found = problems(Loading.MINIK + "networking: {podSubnet: 10.244.0.0/23}", workers(2));
        assertEquals(
                List.of("networking.podSubnet: 10.244.0.0/23 is too small for 3 nodes: every node takes a /24 of it"),
                found);
    }

    private List<String> problems(String text, ConfigOverrides flags) {
        return assertThrows(MinikException.class, () -> loading.load(text, flags))
                .details();
    }

    private static String nameProblem(String name) {
        return "cluster name '%s' must consist of lower-case letters, digits, '.' and '-', and begin and end with a letter or digit"
                .formatted(name);
    }

    private static ConfigOverrides name(String name) {
        return new ConfigOverrides(
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty());
    }

    private static ConfigOverrides image(String image) {
        return new ConfigOverrides(
                Optional.empty(),
                Optional.of(image),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty());
    }

    private static ConfigOverrides version(String version) {
        return new ConfigOverrides(
                Optional.empty(),
                Optional.empty(),
                Optional.of(KubernetesVersion.parse(version)),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                Optional.empty());
    }

    private static ConfigOverrides controlPlanes(int count) {
        return new ConfigOverrides(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(count),
                OptionalInt.empty(),
                false,
                Optional.empty());
    }

    private static ConfigOverrides workers(int count) {
        return new ConfigOverrides(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.of(count),
                false,
                Optional.empty());
    }
}
