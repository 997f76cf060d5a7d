package dev.minik.release;

import java.net.URI;

/**
 * A file that others publish.
 *
 * @param address where it is downloaded from
 * @param sha256 the digest that it must have, in lower-case hexadecimal
 */
public record PinnedFile(URI address, String sha256) {}
