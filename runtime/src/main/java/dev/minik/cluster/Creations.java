package dev.minik.cluster;

import dev.minik.engine.Engine;
import dev.minik.engine.VolumeInfo;
import dev.minik.model.ClusterName;
import dev.minik.model.Labels;
import java.util.List;
import java.util.Map;

/**
 * Marks creations that are not finished, by an empty volume each: made first and removed last, so a creation whose process was
 * killed is recognized by the next command, and its remains are removed.
 */
final class Creations {
    private final Engine engine;
    private final String host;

    /** Marks in {@code engine}, for processes of {@code host}. */
    Creations(Engine engine, String host) {
        this.engine = engine;
        this.host = host;
    }

    void begin(ClusterName name) {
        engine.createVolume(
                volume(name),
                Map.of(
                        Labels.CLUSTER,
                        name.value(),
                        Labels.KIND,
                        Labels.KIND_CREATING,
                        Labels.CREATOR,
                        Creator.self(host).toString()));
    }

    void end(ClusterName name) {
        engine.removeVolume(volume(name));
    }

    /** Returns the clusters that are being created. */
    List<ClusterName> running() {
        return markers().stream().map(Creations::cluster).toList();
    }

    /** Returns the clusters whose creator is gone. */
    List<ClusterName> abandoned() {
        return markers().stream()
                .filter(marker -> Creator.parse(marker.labels().getOrDefault(Labels.CREATOR, ""))
                        .map(creator -> creator.isGone(host))
                        .orElse(false))
                .map(Creations::cluster)
                .toList();
    }

    private List<VolumeInfo> markers() {
        return engine.listVolumes(Map.of(Labels.KIND, Labels.KIND_CREATING)).stream()
                .filter(volume -> volume.labels().containsKey(Labels.CLUSTER))
                .toList();
    }

    private static ClusterName cluster(VolumeInfo marker) {
        return new ClusterName(marker.labels().getOrDefault(Labels.CLUSTER, ""));
    }

    private static String volume(ClusterName name) {
        return "minik-creating-" + name;
    }
}
