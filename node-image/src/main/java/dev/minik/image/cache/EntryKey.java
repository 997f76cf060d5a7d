package dev.minik.image.cache;

import java.util.regex.Pattern;

/**
 * Names a cache entry.
 *
 * @param name what it holds, such as {@code base}
 * @param digest the digest of its inputs
 */
public record EntryKey(String name, String digest) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** Refuses what is not a plain file name. */
    public EntryKey {
        if (!NAME.matcher(name).matches() || !DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("not a cache key: %s %s".formatted(name, digest));
        }
    }

    /** Returns the name of its directory: long enough that two inputs never meet. */
    String directory() {
        return name + "-" + digest.substring(0, 32);
    }
}
