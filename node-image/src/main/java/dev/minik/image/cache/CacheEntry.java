package dev.minik.image.cache;

import java.nio.file.Path;
import java.util.Map;

/**
 * A completed entry: a directory of files that nobody changes any more.
 *
 * @param key what it is the result of
 * @param directory where its files are
 * @param files its files by name, without sub-directories
 */
public record CacheEntry(EntryKey key, Path directory, Map<String, CachedFile> files) {
    /** Copies the map. */
    public CacheEntry {
        files = Map.copyOf(files);
    }

    /** Returns one of its files. */
    public CachedFile file(String name) {
        var file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("%s holds no %s".formatted(directory, name));
        }
        return file;
    }
}
