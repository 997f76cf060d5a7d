package dev.minik.engine.fake;

import dev.minik.engine.VolumeInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The volumes of a {@link FakeEngine}, which guards them. */
final class FakeVolumes {
    private final Map<String, VolumeInfo> volumes = new LinkedHashMap<>();
    private final Map<String, FakeFiles> files = new LinkedHashMap<>();

    void create(String name, Map<String, String> labels) {
        volumes.putIfAbsent(name, new VolumeInfo(name, labels));
        files.putIfAbsent(name, FakeFiles.ofVolume());
    }

    FakeFiles files(String name) {
        create(name, Map.of());
        return files.getOrDefault(name, FakeFiles.ofVolume());
    }

    List<VolumeInfo> list(Map<String, String> labels) {
        return volumes.values().stream()
                .filter(one -> FakeLabels.match(one.labels(), labels))
                .toList();
    }

    void remove(String name) {
        volumes.remove(name);
        files.remove(name);
    }
}
