package dev.minik.image.program;

import dev.minik.image.cache.EntryKey;
import dev.minik.image.go.GoBuild;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Go programs that may have to be compiled.
 *
 * @param key what they are cached as
 * @param title what they are, for people
 * @param expected how long compiling them takes on two processors from nothing
 * @param build how to compile them; asked only when the cache lacks them, since it may have to fetch sources to know
 */
public record GoProgram(EntryKey key, String title, Duration expected, Supplier<GoBuild> build) {}
