package dev.minik.cli.command;

import dev.minik.cli.output.DataFormat;
import dev.minik.cli.output.Documents;
import dev.minik.cli.output.Table;
import dev.minik.cluster.apply.Difference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints how a cluster differs from a config file. */
final class Differences {
    private final Context context;

    Differences(Context context) {
        this.context = context;
    }

    void print(List<Difference> differences, Optional<DataFormat> format) {
        var documents = differences.stream().map(Documents::of).toList();
        if (format.isPresent()) {
            context.print(format.get().render(Map.of("differences", documents)));
        } else if (documents.isEmpty()) {
            context.say("The cluster is as the file says.");
        } else {
            context.print(Table.of(documents));
        }
    }
}
