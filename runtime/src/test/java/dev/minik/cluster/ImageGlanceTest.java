package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.EngineException;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.model.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageGlanceTest {
    private final FakeEngine engine = new FakeEngine().withImage("node");
    private final ImageGlance glance = new ImageGlance(engine);

    @Test
    void theContainerIsThereForTheLookOnly() {
        var state = glance.at(
                "node",
                List.of(),
                container -> engine.findContainer(container).orElseThrow().state());

        assertEquals(ContainerInfo.State.CREATED, state);
        assertEquals(List.of(), names());
        assertThrows(
                EngineException.class,
                () -> glance.at("node", List.of(), container -> engine.copyFrom(container, "/none")));
        assertEquals(List.of(), names());
    }

    @Test
    void whatAKilledCommandHasLeftIsRemovedByTheNextLook() {
        helper("minik-glance-left");
        helper("somebody-else");

        glance.at("node", List.of(), container -> container);

        assertEquals(List.of("somebody-else"), names());
    }

    private void helper(String name) {
        engine.createContainer(ContainerSpec.of(name, "node")
                .labels(Map.of(Labels.KIND, Labels.KIND_HELPER))
                .build());
    }

    private List<String> names() {
        return engine.listContainers(Map.of()).stream().map(ContainerInfo::name).toList();
    }
}
