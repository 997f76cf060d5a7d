package dev.minik.image.base;

import java.util.Optional;

/**
 * Where Debian packages come from.
 *
 * @param uri the archive's address
 * @param keyring the file with the keys that sign it; empty for debootstrap's own choice
 */
public record DebianMirror(String uri, Optional<String> keyring) {
    /** Refuses what debootstrap would take for an option. */
    public DebianMirror {
        if (uri.startsWith("-") || keyring.filter(file -> !file.startsWith("/")).isPresent()) {
            throw new IllegalArgumentException("not a mirror: %s %s".formatted(uri, keyring));
        }
    }
}
