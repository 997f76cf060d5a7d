package dev.minik.config;

/**
 * The text of a cluster configuration and where it came from.
 *
 * @param origin how to call it when something is wrong with it: a file name, or {@code standard input}
 * @param text its content
 */
public record ConfigSource(String origin, String text) {
    /** The largest configuration that is read, in bytes of UTF-8; who reads it from a stream need not read further. */
    public static final int MAX_BYTES = 1024 * 1024;
}
