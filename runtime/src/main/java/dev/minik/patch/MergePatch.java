package dev.minik.patch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges as JSON merge patches do: maps key by key, null deletes, everything else replaces.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>
 */
final class MergePatch {
    private MergePatch() {}

    /** Merges what is not merged as the RFC has it. */
    interface Exceptions {
        /**
         * Merges {@code value} into what {@code target} has at {@code key}.
         *
         * @param path of {@code target}: empty, or ending with a dot
         * @return false if it is no exception
         */
        boolean merge(Map<String, @Nullable Object> target, String key, @Nullable Object value, String path);
    }

    /** Merges {@code patch} into {@code target}, whose other keys keep their places. */
    static void merge(Map<String, @Nullable Object> target, Map<?, ?> patch) {
        merge(target, patch, "", (there, key, value, path) -> false);
    }

    /** Merges the same, but for the exceptions. */
    static void merge(Map<String, @Nullable Object> target, Map<?, ?> patch, String path, Exceptions exceptions) {
        for (var entry : patch.entrySet()) {
            var key = String.valueOf(entry.getKey());
            var value = entry.getValue();
            if (exceptions.merge(target, key, value, path)) {
                continue;
            }
            if (value == null) {
                target.remove(key);
            } else if (value instanceof Map<?, ?> below) {
                merge(child(target, key), below, path + key + ".", exceptions);
            } else {
                target.put(key, PlainValues.copy(value));
            }
        }
    }

    /**
     * Returns the map at {@code key}, which is put there in place of anything else.
     *
     * @param parent a copy that {@link PlainValues} made, and thus all below it
     */
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> child(Map<String, @Nullable Object> parent, String key) {
        if (parent.get(key) instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        var child = new LinkedHashMap<String, @Nullable Object>();
        parent.put(key, child);
        return child;
    }
}
