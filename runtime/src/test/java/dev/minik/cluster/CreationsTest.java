package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.fake.FakeEngine;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreationsTest {
    private static final ClusterName NAME = new ClusterName("demo");

    private final FakeEngine engine = new FakeEngine();
    private final Creations creations = new Creations(engine, "here");

    @Test
    void aLivingCreatorsClusterIsNotAbandoned() {
        creations.begin(NAME);

        assertEquals(List.of(NAME), creations.running());
        assertEquals(List.of(), creations.abandoned());

        creations.end(NAME);
        assertEquals(List.of(), creations.running());
    }

    @Test
    void aGoneCreatorsClusterIsAbandonedOnItsOwnHostOnly() {
        mark("here", Long.MAX_VALUE >> 20);
        assertEquals(List.of(NAME), creations.abandoned());

        assertEquals(List.of(), new Creations(engine, "elsewhere").abandoned());
    }

    @Test
    void aProcessIdThatIsUsedAgainIsNotTheCreator() {
        var self = Creator.self("here");

        assertFalse(self.isGone("here"));
        assertTrue(new Creator("here", self.pid(), self.started() - 1000).isGone("here"));
    }

    @Test
    void creatorsAreReadAsTheyAreWritten() {
        var creator = new Creator("host.example", 17, 1234567890123L);

        assertEquals(Optional.of(creator), Creator.parse(creator.toString()));
        assertEquals(Optional.empty(), Creator.parse("host/x/1"));
        assertEquals(Optional.empty(), Creator.parse(""));
    }

    private void mark(String host, long pid) {
        engine.createVolume(
                "minik-creating-demo",
                Map.of(
                        Labels.CLUSTER,
                        NAME.value(),
                        Labels.KIND,
                        Labels.KIND_CREATING,
                        Labels.CREATOR,
                        new Creator(host, pid, 1).toString()));
    }
}
