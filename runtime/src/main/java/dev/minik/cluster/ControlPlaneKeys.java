package dev.minik.cluster;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarReader;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.pki.ClusterPki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The keys and certificates of a control plane, read through the engine, running or not. */
final class ControlPlaneKeys {
    private static final int FILE_LIMIT = 64 * 1024;
    private static final int MOST_FILES = 100;

    private final Engine engine;

    ControlPlaneKeys(Engine engine) {
        this.engine = engine;
    }

    /** Returns the texts of all files below {@link ClusterPki#DIRECTORY}, by path; not trusted. */
    Map<String, String> read(ContainerInfo controlPlane) {
        var parent = ClusterPki.DIRECTORY.substring(0, ClusterPki.DIRECTORY.lastIndexOf('/') + 1);
        var files = new TreeMap<String, String>();
        try (var tar = engine.copyFrom(controlPlane.id(), ClusterPki.DIRECTORY)) {
            TarReader.read(tar, (entry, content) -> {
                if (entry.kind() == TarEntry.Kind.FILE && files.size() < MOST_FILES) {
                    files.put(
                            parent + entry.name(), new String(content.readNBytes(FILE_LIMIT), StandardCharsets.UTF_8));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
