package dev.minik.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a field of the config file holds. */
sealed interface FieldType {

    /** Returns the type as the reference calls it. */
    String words();

    /**
     * A text.
     *
     * @param words what kind of text
     * @param form what it must match, in what Java's and JavaScript's expressions have in common; empty for any text
     */
    record Text(String words, Optional<Pattern> form) implements FieldType {}

    /** A whole number. */
    record WholeNumber(long least, long most) implements FieldType {
        @Override
        public String words() {
            return "number, %d to %d".formatted(least, most);
        }
    }

    /** One of few whole numbers. */
    record OneNumber(List<Long> numbers) implements FieldType {
        @Override
        public String words() {
            return numbers.stream().map("`%d`"::formatted).collect(Collectors.joining(", "));
        }
    }

    /** True or false. */
    record Flag() implements FieldType {
        @Override
        public String words() {
            return "boolean";
        }
    }

    /** A quantity as Kubernetes writes them, which may look like a number. */
    record Amount() implements FieldType {
        @Override
        public String words() {
            return "quantity";
        }
    }

    /** One of the words of an enum. */
    record Word(List<String> all, boolean anyCase) implements FieldType {
        @Override
        public String words() {
            return all.stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
        }
    }

    /** Entries of one type. */
    record ListOf(FieldType entry) implements FieldType {
        @Override
        public String words() {
            return entry instanceof Section ? "list" : "list of %ss".formatted(entry.words());
        }
    }

    /** A mapping whose keys the user chooses. */
    record MapOf(FieldType value, Optional<Pattern> keys) implements FieldType {
        @Override
        public String words() {
            return "mapping of %ss".formatted(value.words());
        }
    }

    /**
     * A mapping of fields that are described.
     *
     * @param path where it is, such as {@code nodes[].extraMounts[]}; empty for the whole file
     * @param oneOf the fields of which just one must be there; none for no such rule
     */
    record Section(String path, List<ConfigField> fields, List<String> oneOf) implements FieldType {
        @Override
        public String words() {
            return "mapping";
        }

        ConfigField field(String name) {
            return fields.stream()
                    .filter(field -> field.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
