package dev.minik.config;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words for values that come from a config file. Collections are never printed: they may be huge, or contain themselves. */
final class Values {
    private static final int SHOWN = 60;

    private Values() {}

    /** Names a value and its type, such as {@code the number 3}. */
    static String describe(@Nullable Object value) {
        if (value == null) {
            return "empty";
        }
        if (value instanceof Map) {
            return "a mapping";
        }
        if (value instanceof List) {
            return "a list";
        }
        if (value instanceof String text) {
            return "the text " + quote(text);
        }
        if (value instanceof Boolean) {
            return "the boolean " + value;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
            return "the number " + shorten(value.toString());
        }
        if (value instanceof Double) {
            return "the decimal number " + value;
        }
        return "a value of another kind, such as a date";
    }

    /** Returns a text in quotes, shortened. */
    static String quote(String text) {
        return "'" + shorten(text) + "'";
    }

    /** Replaces what could steer a terminal. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
