package dev.minik.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.config.ConfigField.Default;
import dev.minik.config.FieldType.Amount;
import dev.minik.config.FieldType.Flag;
import dev.minik.config.FieldType.ListOf;
import dev.minik.config.FieldType.MapOf;
import dev.minik.config.FieldType.OneNumber;
import dev.minik.config.FieldType.Section;
import dev.minik.config.FieldType.Text;
import dev.minik.config.FieldType.WholeNumber;
import dev.minik.config.FieldType.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JSON schema of the config file, for editors. It is of draft 7, the newest that the YAML language server knows in each of its
 * releases: for a newer one some complain of the schema itself. Both formats are in one schema, in which a file in kind's format is
 * refused our own fields.
 *
 * @see <a href="https://github.com/redhat-developer/yaml-language-server">the YAML language server</a>
 * @see <a href="https://github.com/redhat-developer/yaml-language-server/issues/1112">its support for newer drafts</a>
 */
final class ConfigSchema {
    private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

    private ConfigSchema() {}

    /** Returns the schema as a text. */
    static String text() {
        var printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema()) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", DRAFT);
        schema.put("title", "Configuration of a cluster of minik");
        schema.putAll(section(ConfigFields.FILE));
        schema.put("if", Map.of("properties", Map.of("apiVersion", Map.of("const", SchemaVersion.KIND.apiVersion()))));
        schema.put("then", withoutOurs(ConfigFields.FILE).orElseThrow());
        return schema;
    }

    private static Map<String, Object> section(Section section) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        var required = section.fields().stream()
                .filter(ConfigField::isRequired)
                .map(ConfigField::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!section.oneOf().isEmpty()) {
            schema.put(
                    "oneOf",
                    section.oneOf().stream()
                            .map(name -> Map.of("required", List.of(name)))
                            .toList());
        }
        var properties = new LinkedHashMap<String, Object>();
        section.fields().forEach(field -> properties.put(field.name(), field(field)));
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> field(ConfigField field) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("description", field.meaning().replace("`", ""));
        schema.putAll(type(field.type()));
        if (field.presence() instanceof Default standard) {
            schema.put("default", standard.value());
        }
        schema.put("examples", List.of(field.exampleValue()));
        return schema;
    }

    private static Map<String, Object> type(FieldType type) {
        var schema = new LinkedHashMap<String, Object>();
        if (type instanceof Section section) {
            return section(section);
        } else if (type instanceof Text text) {
            schema.put("type", "string");
            text.form().ifPresent(form -> schema.put("pattern", whole(form)));
        } else if (type instanceof WholeNumber number) {
            schema.put("type", "integer");
            schema.put("minimum", number.least());
            schema.put("maximum", number.most());
        } else if (type instanceof OneNumber number) {
            schema.put("enum", number.numbers());
        } else if (type instanceof Flag) {
            schema.put("type", "boolean");
        } else if (type instanceof Amount) {
            schema.put("type", List.of("string", "number"));
        } else if (type instanceof Word word) {
            schema.putAll(word(word));
        } else if (type instanceof ListOf list) {
            schema.put("type", "array");
            schema.put("items", type(list.entry()));
        } else if (type instanceof MapOf map) {
            schema.put("type", "object");
            map.keys().ifPresent(form -> schema.put("propertyNames", Map.of("pattern", whole(form))));
            schema.put("additionalProperties", value(map.value()));
        }
        return schema;
    }

    /** A label or variable may be empty, and so be written with nothing behind its colon. */
    private static Map<String, Object> value(FieldType type) {
        return type instanceof Text text && text.form().isEmpty()
                ? Map.of("type", List.of("string", "null"))
                : type(type);
    }

    /** Editors propose the words of an enum; what they do not propose may still be right in another case. */
    private static Map<String, Object> word(Word word) {
        Map<String, Object> exact = Map.of("enum", word.all());
        if (!word.anyCase()) {
            return exact;
        }
        // in this order, which a Map.of has not in every JVM
        var other = new LinkedHashMap<String, Object>();
        other.put("type", "string");
        other.put("pattern", anyCase(word.all()));
        return Map.of("anyOf", List.of(exact, other));
    }

    private static String anyCase(List<String> words) {
        return words.stream()
                .map(word -> word.codePoints()
                        .mapToObj(Character::toString)
                        .map(letter -> "[%s%s]".formatted(letter, letter.toLowerCase(Locale.ROOT)))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("|", "^(", ")$"));
    }

    private static String whole(Pattern form) {
        return "^(" + form.pattern() + ")$";
    }

    /** Returns what refuses our own fields, at any depth; empty where there are none. */
    private static Optional<Map<String, Object>> withoutOurs(Section section) {
        var properties = new LinkedHashMap<String, Object>();
        for (var field : section.fields()) {
            if (field.ours()) {
                properties.put(field.name(), false);
                continue;
            }
            for (var inner : field.sections()) {
                withoutOurs(inner)
                        .ifPresent(schema -> properties.put(
                                field.name(), field.type() instanceof ListOf ? Map.of("items", schema) : schema));
            }
        }
        return properties.isEmpty() ? Optional.empty() : Optional.of(Map.of("properties", properties));
    }
}
