package dev.minik.config;

import dev.minik.yaml.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A field of the config file, as its users are told of it.
 *
 * @param name its name in its mapping
 * @param presence what is if it is not there
 * @param meaning what it says, in Markdown
 * @param example a value that can stand there, as YAML on one line
 * @param with what else the example needs in the same mapping, as YAML; empty for nothing but what is required
 * @param ours whether only our own format has it
 */
record ConfigField(
        String name, FieldType type, Presence presence, String meaning, String example, String with, boolean ours) {

    /** What is if a field is not there. */
    sealed interface Presence {}

    /** It must be there. */
    record Required() implements Presence {}

    /** The same as if it had this value. */
    record Default(Object value) implements Presence {}

    /** What words can tell. */
    record Otherwise(String words) implements Presence {}

    static ConfigField text(String name, String words) {
        return field(name, new FieldType.Text(words, Optional.empty()));
    }

    static ConfigField text(String name, String words, Pattern form) {
        return field(name, new FieldType.Text(words, Optional.of(form)));
    }

    static ConfigField number(String name, long least, long most) {
        return field(name, new FieldType.WholeNumber(least, most));
    }

    static ConfigField flag(String name) {
        return field(name, new FieldType.Flag()).byDefault(false);
    }

    static <E> ConfigField word(String name, E[] values, Function<E, String> spelling) {
        return field(name, new FieldType.Word(Stream.of(values).map(spelling).toList(), false));
    }

    static ConfigField texts(String name, String words) {
        return field(name, new FieldType.ListOf(new FieldType.Text(words, Optional.empty())))
                .otherwise("none");
    }

    static ConfigField section(FieldType.Section section) {
        var path = section.path();
        return field(path.substring(path.lastIndexOf('.') + 1), section);
    }

    /** A list of mappings; the path of the section ends with {@code []}. */
    static ConfigField list(FieldType.Section section) {
        var path = section.path().replaceFirst("\\[]$", "");
        return field(path.substring(path.lastIndexOf('.') + 1), new FieldType.ListOf(section))
                .otherwise("none");
    }

    static ConfigField field(String name, FieldType type) {
        return new ConfigField(name, type, new Otherwise("none"), "", "", "", false);
    }

    ConfigField required() {
        return new ConfigField(name, type, new Required(), meaning, example, with, ours);
    }

    ConfigField byDefault(Object value) {
        return new ConfigField(name, type, new Default(value), meaning, example, with, ours);
    }

    ConfigField otherwise(String words) {
        return new ConfigField(name, type, new Otherwise(words), meaning, example, with, ours);
    }

    ConfigField means(String words) {
        return new ConfigField(name, type, presence, words, example, with, ours);
    }

    ConfigField example(String yaml) {
        return new ConfigField(name, type, presence, meaning, yaml, with, ours);
    }

    /** Says what else its example needs, such as {@code username: me}. */
    ConfigField with(String yaml) {
        return new ConfigField(name, type, presence, meaning, example, yaml, ours);
    }

    ConfigField onlyOurs() {
        return new ConfigField(name, type, presence, meaning, example, with, true);
    }

    boolean isRequired() {
        return presence instanceof Required;
    }

    /** Returns the example as a value. */
    Object exampleValue() {
        return Objects.requireNonNull(Yaml.load(example), name);
    }

    /** Returns the fields that the example needs beside itself. */
    Map<?, ?> companions() {
        return Yaml.load("{" + with + "}") instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Returns the section that it holds, or whose entries it holds. */
    List<FieldType.Section> sections() {
        if (type instanceof FieldType.Section section) {
            return List.of(section);
        }
        return type instanceof FieldType.ListOf list && list.entry() instanceof FieldType.Section section
                ? List.of(section)
                : List.of();
    }
}
