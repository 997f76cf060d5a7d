package dev.minik.cli.output;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Records as columns, aligned with spaces, below a line of headers. */
public final class Table {
    private static final String GAP = "   ";

    private Table() {}

    /**
     * Returns records, which have the same keys in the same order, as a table; empty text for no records. A header is its
     * key in capitals, {@code kubernetesVersion} becoming {@code KUBERNETES-VERSION}.
     */
    public static String of(List<Map<String, Object>> records) {
        if (records.isEmpty()) {
            return "";
        }
        var rows = new ArrayList<List<String>>();
        rows.add(records.get(0).keySet().stream().map(Table::header).toList());
        for (var record : records) {
            rows.add(record.values().stream().map(Table::cell).toList());
        }
        var widths = new int[rows.get(0).size()];
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i))
                        .append(" ".repeat(widths[i] - row.get(i).length()))
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static String header(String key) {
        return key.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toUpperCase(Locale.ROOT);
    }

    private static String cell(Object value) {
        var text = value instanceof Collection<?> items
                ? String.join(", ", items.stream().map(String::valueOf).toList())
                : String.valueOf(value);
        return text.isEmpty() ? "-" : Text.safe(text);
    }
}
