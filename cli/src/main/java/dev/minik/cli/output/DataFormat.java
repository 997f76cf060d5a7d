package dev.minik.cli.output;

import dev.minik.yaml.Yaml;
import java.util.Locale;

/** How a program wants to read a result. */
public enum DataFormat {
    JSON,
    YAML;

    /** Returns a value of maps, lists, strings, numbers and booleans as a document that ends with a line feed. */
    public String render(Object value) {
        return switch (this) {
            case JSON -> Json.pretty(value) + "\n";
            case YAML -> Yaml.dump(value);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
