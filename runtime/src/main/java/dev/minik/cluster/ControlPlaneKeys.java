package dev.minik.cluster;

import dev.minik.archive.TarEntry;
import dev.minik.engine.ContainerFiles;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.pki.ClusterPki;
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
        var files = new TreeMap<String, String>();
        new ContainerFiles(engine).visit(controlPlane.id(), ClusterPki.DIRECTORY, (path, entry, content) -> {
            if (entry.kind() == TarEntry.Kind.FILE && files.size() < MOST_FILES) {
                files.put(path, new String(content.readNBytes(FILE_LIMIT), StandardCharsets.UTF_8));
            }
        });
        return files;
    }
}
