package dev.minik.image.go;

import java.util.regex.Pattern;

/**
 * A version of a Go module.
 *
 * @param path such as {@code go.etcd.io/etcd/server/v3}
 * @param version such as {@code v3.7.0}
 */
public record GoModule(String path, String version) {
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~/-]+");
    private static final Pattern VERSION = Pattern.compile("v[0-9][A-Za-z0-9.+-]*");

    /** Refuses what would not be one word each in a {@code go.mod}. */
    public GoModule {
        if (!PATH.matcher(path).matches() || !VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("not a Go module version: %s@%s".formatted(path, version));
        }
    }

    @Override
    public String toString() {
        return path + "@" + version;
    }
}
