package dev.minik.cli.output;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a list is printed: one name per line as kind does, a table, or for a program to read. */
public enum ListFormat {
    NAME,
    WIDE,
    JSON,
    YAML;

    /**
     * Returns the list as text.
     *
     * @param name an item's name
     * @param record an item as an ordered map; the keys become the table's headers
     */
    public <T> String render(List<T> items, Function<T, String> name, Function<T, Map<String, Object>> record) {
        return switch (this) {
            case NAME ->
                items.stream().map(item -> Text.safe(name.apply(item)) + "\n").collect(Collectors.joining());
            case WIDE -> Table.of(items.stream().map(record).toList());
            case JSON -> DataFormat.JSON.render(items.stream().map(record).toList());
            case YAML -> DataFormat.YAML.render(items.stream().map(record).toList());
        };
    }

    /** Returns whether a program reads the output, which then is complete also for an empty list. */
    public boolean isData() {
        return switch (this) {
            case NAME, WIDE -> false;
            case JSON, YAML -> true;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
