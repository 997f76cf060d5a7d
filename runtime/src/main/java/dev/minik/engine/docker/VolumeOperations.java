package dev.minik.engine.docker;

import dev.minik.engine.VolumeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the engine does with volumes. */
final class VolumeOperations {
    private final DockerConnection engine;

    VolumeOperations(DockerConnection engine) {
        this.engine = engine;
    }

    void create(String name, Map<String, String> labels) {
        Failures.translated(() -> engine.client()
                .createVolumeCmd()
                .withName(name)
                .withLabels(labels)
                .exec());
    }

    List<VolumeInfo> list(Map<String, String> labels) {
        return Failures.translated(() -> {
            var answer = engine.json().get("/volumes", "filters", engine.json().labelFilter(labels));
            var volumes = new ArrayList<VolumeInfo>();
            answer.path("Volumes")
                    .forEach(one ->
                            volumes.add(new VolumeInfo(one.path("Name").asText(), Json.textMap(one.path("Labels")))));
            return List.copyOf(volumes);
        });
    }

    void remove(String name) {
        Failures.tolerant(() -> engine.client().removeVolumeCmd(name).exec());
    }
}
