package dev.minik.patch;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that JSON has as well: maps with text as keys, lists, text, numbers, booleans, null. Copying to them makes changeable copies
 * that share nothing, and ends where aliases in YAML multiply a short text, or contain themselves.
 */
final class PlainValues {
    private static final int MAX_TEXT = 1024 * 1024;
    private static final int MAX_VALUES = 100_000;
    private static final int MAX_DEPTH = 100;
    private static final int MAX_SHOWN = 120;

    private int values;

    private PlainValues() {}

    /** Refuses a text that no user writes. */
    static void limit(String text) {
        if (text.length() > MAX_TEXT) {
            throw new PatchException("longer than %d characters".formatted(MAX_TEXT));
        }
    }

    /** Returns a copy of {@code value}. */
    static @Nullable Object copy(@Nullable Object value) {
        return new PlainValues().copy(value, 0);
    }

    /** Returns a copy of {@code map}. */
    static Map<String, @Nullable Object> copyOf(Map<?, ?> map) {
        return new PlainValues().copyMap(map, 0);
    }

    /** Returns text as it can be shown in a message of one line, and of anything else what it is. */
    static String show(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return describe(value);
        }
        var shown = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
        return shown.length() > MAX_SHOWN ? shown.substring(0, MAX_SHOWN) + "…" : shown;
    }

    /** Says what a value is, for a message. */
    static String describe(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        } else if (value instanceof Map) {
            return "a mapping";
        } else if (value instanceof List) {
            return "a list";
        } else if (value instanceof Number) {
            return "a number";
        }
        return value instanceof Boolean ? "a boolean" : "text";
    }

    private @Nullable Object copy(@Nullable Object value, int depth) {
        if (++values > MAX_VALUES || depth > MAX_DEPTH) {
            throw new PatchException("more than %d values, or nested deeper than %d".formatted(MAX_VALUES, MAX_DEPTH));
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(map, depth);
        }
        if (value instanceof List<?> list) {
            var copy = new ArrayList<@Nullable Object>(list.size());
            for (var element : list) {
                copy.add(copy(element, depth + 1));
            }
            return copy;
        }
        if (value instanceof BigDecimal number) {
            // JSON trees drop the zeros of such numbers, and with them that they are no integers.
            return number.doubleValue();
        }
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        throw new PatchException("holds a value that JSON does not have");
    }

    private Map<String, @Nullable Object> copyMap(Map<?, ?> map, int depth) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        for (var entry : map.entrySet()) {
            copy.put(String.valueOf(entry.getKey()), copy(entry.getValue(), depth + 1));
        }
        return copy;
    }
}
