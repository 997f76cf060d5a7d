package dev.minik.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping of a config file. Each is asked for once, with its type; what is of another type is reported and
 * counts as absent, and {@link #end} reports what nobody asked for. Null and the empty text count as absent, as in kind.
 */
final class Fields {
    private static final int MAX_TEXT = 4096;
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    private final Map<String, Object> left = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final String path;
    private final Problems problems;

    /** Takes the fields of {@code value}, which is reported if it is not a mapping. */
    Fields(@Nullable Object value, String path, Problems problems) {
        this.path = path;
        this.problems = problems;
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> {
                if (!(key instanceof String name)) {
                    problems.add(path, "the field name must be text, but is " + Values.describe(key));
                } else {
                    left.put(name, child == null ? Absent.VALUE : child);
                }
            });
        } else {
            problems.add(path, "must be a mapping, but is " + Values.describe(value));
        }
    }

    /** Returns the path of the mapping itself. */
    String path() {
        return path;
    }

    /** Returns the path of a field, as it is shown to the user. */
    String path(String field) {
        if (!PLAIN_KEY.matcher(field).matches()) {
            return "%s[\"%s\"]".formatted(path, field.length() > MAX_TEXT ? field.substring(0, MAX_TEXT) : field);
        }
        return path.isEmpty() ? field : path + "." + field;
    }

    /** Returns whether a field says nothing: it is not there, null or the empty text. */
    boolean isAbsent(String field) {
        known.add(field);
        var value = left.get(field);
        var absent = value == null || value == Absent.VALUE || value.equals("");
        if (absent) {
            left.remove(field);
        }
        return absent;
    }

    /** Returns whether a field holds just this text. */
    boolean says(String field, String text) {
        return text.equals(left.get(field));
    }

    /** Returns a text. */
    Optional<String> text(String field) {
        if (isAbsent(field)) {
            return Optional.empty();
        }
        var value = take(field);
        if (!(value instanceof String text)) {
            var scalar = value instanceof Number || value instanceof Boolean;
            problems.add(
                    path(field),
                    "must be a text, but is " + Values.describe(value) + (scalar ? "; write it in quotes" : ""));
            return Optional.empty();
        }
        if (text.length() > MAX_TEXT) {
            problems.add(path(field), "is longer than %d characters".formatted(MAX_TEXT));
            return Optional.empty();
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            problems.add(path(field), Values.quote(text) + " has control characters");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** Returns a text that must be there; {@code hint} tells what is expected. */
    Optional<String> required(String field, String hint) {
        if (isAbsent(field)) {
            problems.add(path(field), "missing; " + hint);
            return Optional.empty();
        }
        return text(field);
    }

    /** Returns a whole number. */
    Optional<Long> number(String field) {
        var value = take(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Integer || value instanceof Long) {
            return Optional.of(((Number) value).longValue());
        }
        problems.add(path(field), "must be a whole number, but is " + Values.describe(value));
        return Optional.empty();
    }

    /** Returns a quantity as a text; what looks like a number may be written without quotes. */
    Optional<String> quantity(String field) {
        if (left.get(field) instanceof Number number) {
            take(field);
            return Optional.of(number.toString());
        }
        return text(field);
    }

    /** Returns a boolean, false when absent. */
    boolean flag(String field) {
        var value = take(field);
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value != null) {
            problems.add(path(field), "must be true or false, but is " + Values.describe(value));
        }
        return false;
    }

    /** Returns one of the words that {@code spelling} gives the values of an enum. */
    <E extends Enum<E>> Optional<E> word(String field, E[] values, Function<E, String> spelling) {
        return word(field, values, spelling, UnaryOperator.identity());
    }

    /** Returns one of the words that {@code spelling} gives the values of an enum, once the text is brought into that form. */
    <E extends Enum<E>> Optional<E> word(
            String field, E[] values, Function<E, String> spelling, UnaryOperator<String> form) {
        var text = text(field);
        var found = text.map(form)
                .flatMap(word -> Arrays.stream(values)
                        .filter(v -> spelling.apply(v).equals(word))
                        .findFirst());
        if (text.isPresent() && found.isEmpty()) {
            var words = Arrays.stream(values).map(spelling).toList();
            problems.add(path(field), "%s is none of %s".formatted(Values.quote(text.get()), String.join(", ", words)));
        }
        return found;
    }

    /** Returns the entries of a list. */
    List<?> list(String field) {
        var value = take(field);
        if (value instanceof List<?> list) {
            return list;
        }
        if (value != null) {
            problems.add(path(field), "must be a list, but is " + Values.describe(value));
        }
        return List.of();
    }

    /** Returns the fields of each mapping of a list; an entry that is not a mapping is reported and left out. */
    List<Fields> mappings(String field) {
        var mappings = new ArrayList<Fields>();
        var entries = list(field);
        for (int i = 0; i < entries.size(); i++) {
            var entryPath = "%s[%d]".formatted(path(field), i);
            if (entries.get(i) instanceof Map<?, ?> map) {
                mappings.add(new Fields(map, entryPath, problems));
            } else {
                problems.add(entryPath, "must be a mapping, but is " + Values.describe(entries.get(i)));
            }
        }
        return mappings;
    }

    /** Returns the fields of a mapping below this one; none when it is absent. */
    Fields mapping(String field) {
        var value = take(field);
        return new Fields(value == null ? Map.of() : value, path(field), problems);
    }

    /** Returns the names of the fields that are not taken yet. */
    List<String> names() {
        return List.copyOf(left.keySet());
    }

    /** Returns the texts of a list; an entry that is none is reported and left out. */
    List<Placed<String>> texts(String field) {
        var texts = new ArrayList<Placed<String>>();
        var entries = list(field);
        for (int i = 0; i < entries.size(); i++) {
            var entryPath = "%s[%d]".formatted(path(field), i);
            if (entries.get(i) instanceof String text) {
                texts.add(new Placed<>(entryPath, text));
            } else {
                problems.add(entryPath, "must be a text, but is " + Values.describe(entries.get(i)));
            }
        }
        return texts;
    }

    /** Returns a text of several lines, whatever characters it has; empty when absent. */
    Optional<String> block(String field) {
        if (isAbsent(field)) {
            return Optional.empty();
        }
        var value = take(field);
        if (value instanceof String text) {
            return Optional.of(text);
        }
        problems.add(path(field), "must be a text, but is " + Values.describe(value));
        return Optional.empty();
    }

    /** Refuses a field, whatever it says. */
    void refuse(String field, String reason) {
        if (take(field) != null) {
            problems.add(path(field), reason);
        }
    }

    /** Reports the fields that nobody asked for. */
    void end() {
        for (var field : left.keySet()) {
            problems.add(
                    path(field),
                    Spelling.nearest(field, known)
                            .map(name -> "unknown field; did you mean %s?".formatted(name))
                            .orElseGet(() -> "unknown field; the fields here are " + String.join(", ", known)));
        }
    }

    private @Nullable Object take(String field) {
        known.add(field);
        var value = left.remove(field);
        return value == Absent.VALUE ? null : value;
    }

    /** Stands for a null in the file: the field is there, so it must be a known one, but it says nothing. */
    private enum Absent {
        VALUE
    }
}
