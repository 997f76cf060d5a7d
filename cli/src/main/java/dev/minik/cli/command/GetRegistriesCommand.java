package dev.minik.cli.command;

import dev.minik.cli.output.Documents;
import dev.minik.cli.output.ListFormat;
import dev.minik.cluster.registry.Registries.RegistrySummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code minik get registries}. */
@Command(
        name = "registries",
        description = "List the registries, one name per line.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik get registries", "  minik get registries -o wide"})
public final class GetRegistriesCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How to print: ${COMPLETION-CANDIDATES}. Default: name.")
    private ListFormat output = ListFormat.NAME;

    /** Makes the command. */
    public GetRegistriesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var list = context.services().registries().list();
        if (list.isEmpty() && !output.isData()) {
            context.say("No registries found.");
        }
        context.print(output.render(list, RegistrySummary::name, Documents::of));
        return 0;
    }
}
