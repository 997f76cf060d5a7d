package dev.minik.cli.output;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values as JSON (<a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>): maps in their order,
 * iterables, strings, numbers, booleans and null.
 */
public final class Json {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();
    private final boolean pretty;

    private Json(boolean pretty) {
        this.pretty = pretty;
    }

    /** Returns the value over several indented lines, without a line feed at the end. */
    public static String pretty(@Nullable Object value) {
        return new Json(true).value(value, 0).text.toString();
    }

    /** Returns the value in one line. */
    public static String compact(@Nullable Object value) {
        return new Json(false).value(value, 0).text.toString();
    }

    private Json value(@Nullable Object value, int depth) {
        if (value == null || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof CharSequence string) {
            string(string);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof Iterable<?> items) {
            array(items, depth);
        } else {
            throw new IllegalArgumentException(
                    "not a JSON value: " + value.getClass().getName());
        }
        return this;
    }

    private void object(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            text.append("{}");
            return;
        }
        text.append('{');
        var separator = "";
        for (var entry : map.entrySet()) {
            text.append(separator);
            line(depth + 1);
            string(String.valueOf(entry.getKey()));
            text.append(pretty ? ": " : ":");
            value(entry.getValue(), depth + 1);
            separator = ",";
        }
        line(depth);
        text.append('}');
    }

    private void array(Iterable<?> items, int depth) {
        Iterator<?> rest = items.iterator();
        if (!rest.hasNext()) {
            text.append("[]");
            return;
        }
        text.append('[');
        while (rest.hasNext()) {
            line(depth + 1);
            value(rest.next(), depth + 1);
            if (rest.hasNext()) {
                text.append(',');
            }
        }
        line(depth);
        text.append(']');
    }

    private void number(Number number) {
        if (number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof BigDecimal) {
            text.append(number);
            return;
        }
        double real = number.doubleValue();
        if (!Double.isFinite(real)) {
            throw new IllegalArgumentException("JSON has no number " + number);
        }
        text.append(real);
    }

    private void string(CharSequence string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (mustEscape(string, i)) {
                        text.append("\\u%04x".formatted((int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /** Control characters, which a terminal may obey; line separators, which JavaScript ends a line at; halves of a pair. */
    private static boolean mustEscape(CharSequence string, int index) {
        char c = string.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == string.length() || !Character.isLowSurrogate(string.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index == 0 || !Character.isHighSurrogate(string.charAt(index - 1));
        }
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private void line(int depth) {
        if (pretty) {
            text.append('\n').append(INDENT.repeat(depth));
        }
    }
}
