package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.engine.ContainerSpec;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.ExecResult;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.progress.Progress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineDiskTest {
    private static final String NODE = "demo-control-plane";

    private final NodeConsoles consoles = new NodeConsoles(Progress.silent());

    @ParameterizedTest
    @CsvSource({"0, 0", "67108863, 63"})
    void aNodeWithoutSpaceIsASign(long left, long shown) {
        assertEquals(
                Optional.of("node %s has %d MiB left".formatted(NODE, shown)),
                signs(engineWithNode("Avail\n%d\n".formatted(left))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Avail\n67108864\n", "Avail\n-\n", "df: not found", ""})
    void aNodeWithSpaceOrWithoutAnswerIsNone(String answer) {
        assertEquals(Optional.empty(), signs(engineWithNode(answer)));
    }

    @Test
    void theLastWordsOfAnEndedNodeAreASign() {
        var engine = engineWithNode("");
        engine.crash(NODE);
        consoles.open(NODE).line("tar: ./cache: Cannot mkdir: No space left on device");

        assertEquals(
                Optional.of("node %s says tar: ./cache: Cannot mkdir: No space left on device".formatted(NODE)),
                signs(engine));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Failed to add /run/systemd/ask-password to watch: No space left on device",
                "inotify_add_watch: no space left on device",
                "mkdir /sys/fs/cgroup/cpuset/kubelet: no space left on device"
            })
    void otherThingsThatTheKernelWordsLikeThatAreNone(String line) {
        consoles.open(NODE).line(line);

        assertEquals(Optional.empty(), signs(engineWithNode("")));
    }

    @Test
    void anEngineThatHasGoneMeanwhileIsNoAnswer() {
        var engine = engineWithNode("");
        var nodes = engine.listContainers(Map.of());
        engine.failOn("exec", new EngineException(Kind.UNAVAILABLE, "Connection refused", null));

        assertThrows(EngineException.class, () -> new EngineDisk(engine).signOfFull(nodes, consoles));
    }

    private Optional<String> signs(FakeEngine engine) {
        return new EngineDisk(engine).signOfFull(engine.listContainers(Map.of()), consoles);
    }

    private static FakeEngine engineWithNode(String df) {
        var engine = new FakeEngine((container, spec) -> new ExecResult(0, df, "")).withImage("node:1");
        engine.startContainer(engine.createContainer(ContainerSpec.of(NODE, "node:1")
                .hostname(NODE)
                .tty(true)
                .restartOnFailure(1)
                .build()));
        return engine;
    }
}
