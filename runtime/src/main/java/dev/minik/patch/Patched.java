package dev.minik.patch;

import java.util.List;

/**
 * What patches have made of something.
 *
 * @param result the patched
 * @param warnings what the user may have meant otherwise, each in one line that begins with the place of the patch
 */
public record Patched<T>(T result, List<String> warnings) {
    public Patched {
        warnings = List.copyOf(warnings);
    }
}
