package dev.minik.image.cache;

import dev.minik.digest.Sha256;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that decides what a step makes, by name: versions, flags, texts, keys of the entries it consumes. Two steps with
 * equal inputs make interchangeable results.
 */
public record Inputs(Map<String, String> values) {
    /** Copies the values. */
    public Inputs {
        values = Map.copyOf(values);
    }

    /** Returns inputs of a step whose way of working is at {@code recipe}: raised when the code changes what it makes. */
    public static Inputs ofRecipe(int recipe) {
        return new Inputs(Map.of("recipe", Integer.toString(recipe)));
    }

    /** Returns these inputs and a further one. */
    public Inputs with(String name, String value) {
        var more = new TreeMap<>(values);
        if (more.put(name, value) != null) {
            throw new IllegalArgumentException("input given twice: " + name);
        }
        return new Inputs(more);
    }

    /** Returns these inputs and a further one, a list whose order matters. */
    public Inputs with(String name, List<String> value) {
        return with(name, value.size() + "\n" + String.join("\n", value));
    }

    /** Returns these inputs and the key of an entry that the step consumes. */
    public Inputs with(EntryKey key) {
        return with("entry " + key.name(), key.digest());
    }

    /** Returns the key under which the step {@code name} keeps what it makes of these inputs. */
    public EntryKey key(String name) {
        var text = new StringBuilder();
        // Lengths keep "a" + "bc" apart from "ab" + "c".
        new TreeMap<>(values)
                .forEach((key, value) -> text.append(key.length())
                        .append(' ')
                        .append(key)
                        .append(' ')
                        .append(value.length())
                        .append(' ')
                        .append(value)
                        .append('\n'));
        return new EntryKey(name, Sha256.of(text.toString()));
    }
}
