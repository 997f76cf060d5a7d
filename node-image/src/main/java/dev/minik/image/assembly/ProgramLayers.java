package dev.minik.image.assembly;

import dev.minik.archive.TarWriter;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.CachedFile;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import dev.minik.image.container.LayerFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Layers of the node image that hold programs. */
public final class ProgramLayers {
    /** The only file of an entry that is a layer. */
    public static final String LAYER = "layer.tar";

    private static final int RECIPE = 1;
    private static final Map<String, String> DIRECTORIES = Map.of(
            "go-containerd", "/usr/local/bin",
            "go-crictl", "/usr/local/bin",
            "go-runc", "/usr/local/sbin",
            "go-cni-plugins", "/opt/cni/bin",
            "go-cni-flannel", "/opt/cni/bin",
            "kubernetes", "/usr/bin");

    private ProgramLayers() {}

    /** Returns the key of a layer with programs of some entries. */
    public static EntryKey key(String name, List<EntryKey> programs) {
        var inputs = Inputs.ofRecipe(RECIPE);
        for (var program : programs) {
            inputs = inputs.with(program).with("place of " + program.name(), directory(program));
        }
        return inputs.key(name);
    }

    /**
     * Returns a layer with programs.
     *
     * @param only which of the entries' programs it holds; all when empty
     */
    public static CachedFile provide(BuildCache cache, String name, List<CacheEntry> programs, List<String> only) {
        var key = key(name, programs.stream().map(CacheEntry::key).toList());
        return cache.get(
                        key,
                        directory -> LayerFile.write(directory.resolve(LAYER), layer -> {
                            for (var entry : programs) {
                                add(entry, only, layer);
                            }
                        }))
                .file(LAYER);
    }

    private static void add(CacheEntry entry, List<String> only, TarWriter layer) throws IOException {
        for (var program : new TreeMap<>(entry.files()).entrySet()) {
            if (only.isEmpty() || only.contains(program.getKey())) {
                layer.file(
                        directory(entry.key()) + "/" + program.getKey(),
                        0755,
                        program.getValue().path());
            }
        }
    }

    private static String directory(EntryKey program) {
        var directory = DIRECTORIES.get(program.name());
        if (directory == null) {
            throw new IllegalArgumentException("no place for " + program.name());
        }
        return directory;
    }
}
