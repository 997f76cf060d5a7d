package dev.minik.patch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * TOML as plain values. The only class that touches its library, which reads only: it writes every value with its whole path, while
 * the entrypoints of node images, ours and kind's, look for a line that begins with a key, and for double quotes.
 *
 * @see <a href="https://toml.io/en/v1.0.0">TOML 1.0</a>
 */
final class Toml {
    private static final TypeReference<Map<String, @Nullable Object>> TABLE = new TypeReference<>() {};
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]+");

    /** Numbers that the library takes for others: https://github.com/FasterXML/jackson-dataformats-text/issues/663. */
    private static final Pattern MISREAD = Pattern.compile("[=,\\[]\\s*[+-]?(?:\\d_?){18}\\d(?![\\d_])");

    private final StringBuilder out = new StringBuilder();

    private Toml() {}

    /** Reads a document, in its order. */
    static Map<String, @Nullable Object> read(String text) {
        PlainValues.limit(text);
        if (MISREAD.matcher(text).find()) {
            throw new PatchException("a number of 19 digits is misread; write it as 0x…");
        }
        try {
            return PlainValues.copyOf(new TomlMapper().readValue(text, TABLE));
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new PatchException(
                    (at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr()))
                            + PlainValues.show(e.getOriginalMessage()),
                    e);
        } catch (RuntimeException e) {
            // The library wraps so what it finds nested too deeply.
            if (e.getCause() instanceof JacksonException cause) {
                throw new PatchException(PlainValues.show(cause.getOriginalMessage()), e);
            }
            throw e;
        }
    }

    /** Writes a document: a header and lines for each table, in their order. What is null is left out, as TOML has no such value. */
    static String write(Map<String, @Nullable Object> document) {
        var toml = new Toml();
        toml.table("", document);
        return toml.out.toString();
    }

    /** Refuses a document that cannot be written. */
    static void requireValues(Map<String, @Nullable Object> document) {
        write(document);
    }

    private void table(String path, Map<?, ?> table) {
        for (var entry : table.entrySet()) {
            if (entry.getValue() != null && !(entry.getValue() instanceof Map)) {
                out.append(key(entry.getKey()))
                        .append(" = ")
                        .append(value(entry.getValue()))
                        .append('\n');
            }
        }
        for (var entry : table.entrySet()) {
            if (entry.getValue() instanceof Map<?, ?> below) {
                var name = path + key(entry.getKey());
                // A table of tables only is there by their headers.
                if (below.isEmpty() || !below.values().stream().allMatch(Map.class::isInstance)) {
                    out.append(out.isEmpty() ? "[" : "\n[").append(name).append("]\n");
                }
                table(name + ".", below);
            }
        }
    }

    private static String key(@Nullable Object key) {
        var text = String.valueOf(key);
        return BARE_KEY.matcher(text).matches() ? text : quote(text);
    }

    private static String value(@Nullable Object value) {
        if (value instanceof String text) {
            return quote(text);
        } else if (value instanceof List<?> list) {
            return list.stream().map(Toml::value).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .filter(entry -> entry.getValue() != null)
                    .map(entry -> key(entry.getKey()) + " = " + value(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            return number.isNaN() ? "nan" : number > 0 ? "inf" : "-inf";
        } else if (value == null) {
            throw new PatchException("leaves a null in a list, which TOML does not have");
        }
        return value.toString();
    }

    /** TOML's basic strings are JSON's, but for one more character that must be escaped. */
    private static String quote(String text) {
        var escaped = String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
        return "\"" + escaped.replace("\u007f", "\\u007F") + "\"";
    }
}
