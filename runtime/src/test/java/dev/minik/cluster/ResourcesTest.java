package dev.minik.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.engine.VolumeInfo;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private static final ClusterName NAME = new ClusterName("de.mo");
    private static final Map<String, String> OTHERS = Map.of(Labels.CLUSTER, "de.mo-worker");

    private final FakeEngine engine = new FakeEngine();
    private final Tasks tasks = new Tasks();
    private final Resources resources = new Resources(engine, tasks);

    @BeforeEach
    void makeVolumes() {
        List.of("minik-creating-de.mo", "de.mo-control-plane-var", "de.mo-etcd3-var", "de.mo-worker12-var")
                .forEach(name -> engine.createVolume(name, Map.of()));
        engine.createVolume("de.mo-worker2-var", Map.of(Labels.CLUSTER, NAME.value()));
        List.of("minik-creating-demo", "demo-control-plane-var", "de.mo-data-var", "my-de.mo-worker-var")
                .forEach(name -> engine.createVolume(name, Map.of()));
        engine.createVolume("de.mo-worker-var", OTHERS);
    }

    @AfterEach
    void end() {
        tasks.close();
    }

    @Test
    void removesVolumesThatLostTheirLabels() {
        resources.remove(NAME);

        assertEquals(
                List.of(
                        "de.mo-data-var",
                        "de.mo-worker-var",
                        "demo-control-plane-var",
                        "minik-creating-demo",
                        "my-de.mo-worker-var"),
                volumes());
    }

    @Test
    void removesNothingButTheseBeforeACreation() {
        resources.removeOrphans(NAME);

        assertEquals(
                List.of(
                        "de.mo-data-var",
                        "de.mo-worker-var",
                        "de.mo-worker2-var",
                        "demo-control-plane-var",
                        "minik-creating-demo",
                        "my-de.mo-worker-var"),
                volumes());
    }

    private List<String> volumes() {
        return engine.listVolumes(Map.of()).stream()
                .map(VolumeInfo::name)
                .sorted()
                .toList();
    }
}
