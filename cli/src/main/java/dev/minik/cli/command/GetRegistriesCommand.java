package dev.minik.cli.command;

import dev.minik.cli.output.Documents;
import dev.minik.cluster.registry.Registries.RegistrySummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik get registries}. */
@Command(
        name = "registries",
        description = "List the registries, one name per line.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik get registries", "  minik get registries -o wide"})
public final class GetRegistriesCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final Listing listing = new Listing();

    /** Makes the command. */
    public GetRegistriesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        listing.print(
                context,
                context.services().registries().list(),
                "No registries found.",
                RegistrySummary::name,
                Documents::of);
        return 0;
    }
}
