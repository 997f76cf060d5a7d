package dev.minik.image.cache;

import java.nio.file.Path;

/**
 * A file whose content is known.
 *
 * @param path where it is
 * @param sha256 the digest of its content
 * @param size its length in bytes
 */
public record CachedFile(Path path, String sha256, long size) {}
