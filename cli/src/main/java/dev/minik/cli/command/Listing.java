package dev.minik.cli.command;

import dev.minik.cli.output.ListFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** What commands have in common that list things by their names. */
public final class Listing {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: name.")
    private ListFormat output = ListFormat.NAME;

    /**
     * Prints a list.
     *
     * @param none what a user is told where it is empty
     * @param name an item's name
     * @param record an item as an ordered map
     */
    <T> void print(
            Context context,
            List<T> items,
            String none,
            Function<T, String> name,
            Function<T, Map<String, Object>> record) {
        if (items.isEmpty() && !output.isData()) {
            context.say(none);
        }
        context.print(output.render(items, name, record));
    }
}
