package dev.minik.cli.command;

import dev.minik.cli.option.RegistryNameConverter;
import dev.minik.cluster.registry.Registries.DeleteOptions;
import dev.minik.model.RegistryName;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code minik delete registry}. */
@Command(
        name = "registry",
        description = {"Delete a registry with its images.", "Deleting a registry that does not exist succeeds."},
        footerHeading = "%nExamples:%n",
        footer = {"  minik delete registry dev", "  minik delete registry hub --keep-data --force"})
public final class DeleteRegistryCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            converter = RegistryNameConverter.class,
            description = "The registry. Default: registry.")
    private RegistryName name = RegistryName.DEFAULT;

    @Option(names = "--keep-data", description = "Keep its images for the next registry of this name.")
    private boolean keepData;

    @Option(
            names = {"-f", "--force"},
            description = "Delete it although clusters use it: their nodes forget it.")
    private boolean force;

    /** Makes the command. */
    public DeleteRegistryCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.cleansUpWhenInterrupted();
        var deleted = context.services().registries().delete(name, new DeleteOptions(keepData, force));
        context.say(
                deleted
                        ? "Deleted registry \"%s\".".formatted(name)
                        : "There is no registry \"%s\": nothing to delete.".formatted(name));
        return 0;
    }
}
