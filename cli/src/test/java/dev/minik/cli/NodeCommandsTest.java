package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeCommandsTest {
    private final CliHarness minik = new CliHarness();

    @Test
    void aWorkerIsAddedByDefault() {
        var result = minik.run("create", "node");

        assertEquals(0, result.code(), result::err);
        assertEquals("minik-worker\n", result.out());
        assertEquals(List.of("add minik [worker{}[]] wait=PT5M"), minik.services.nodes.calls);
        assertEquals(List.of("grace PT30S"), minik.lifetime);
    }

    @Test
    void whatIsSaidHoldsForAll() {
        var result = minik.run(
                "create",
                "node",
                "-n",
                "demo",
                "--role",
                "control-plane",
                "--count",
                "2",
                "--label",
                "a/b=c",
                "--taint",
                "k=v:NoExecute",
                "--image",
                "other:1",
                "--wait",
                "0");

        assertEquals(0, result.code(), result::err);
        var node = "control-plane{a/b=c}[k=v:NoExecute]other:1";
        assertEquals(List.of("add demo [%s, %s] wait=PT0S".formatted(node, node)), minik.services.nodes.calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--count 0", "--count 101", "--count many", "--role etcd", "--wait soon", "extra"})
    void whatCannotBeMeantIsUsage(String arguments) {
        var result = minik.run(("create node " + arguments).split(" ", -1));

        assertEquals(2, result.code(), result::err);
        assertEquals(List.of(), minik.services.nodes.calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--label -x=1", "--taint a:Sometimes", "--taint a=b", "--image UPPER"})
    void nodesAreCheckedAsThoseOfAFile(String arguments) {
        var result = minik.run(("create node " + arguments).split(" ", -1));

        assertEquals(3, result.code(), result::err);
        assertEquals(List.of(), minik.services.nodes.calls);
    }

    @Test
    void nodesAreDeletedOfTheClusterThatHasThem() {
        var result = minik.run("delete", "node", "found-worker", "found-worker2", "found-worker");

        assertEquals(0, result.code(), result::err);
        assertEquals(
                List.of("remove found [found-worker, found-worker2] drain=PT2M force=false"),
                minik.services.nodes.calls);
    }

    @Test
    void deletionNeedsANode() {
        assertEquals(2, minik.run("delete", "node").code());
    }

    @Test
    void aRepairTellsWhatItDid() {
        assertTrue(minik.run("repair", "cluster", "demo").err().contains("needed no repair"));

        minik.services.nodes.repaired = List.of("demo-worker");
        assertTrue(minik.run("repair", "cluster", "demo").err().contains("Repaired demo-worker."));
    }
}
