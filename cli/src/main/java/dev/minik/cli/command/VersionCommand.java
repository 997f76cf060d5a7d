package dev.minik.cli.command;

import dev.minik.cli.option.DataOption;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code minik version}. */
@Command(
        name = "version",
        description = "Show minik's version; with -q nothing but the version.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik version", "  minik version -o json"})
public final class VersionCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private final DataOption output = new DataOption();

    /** Makes the command. */
    public VersionCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var map = new LinkedHashMap<String, Object>();
        map.put("version", version());
        map.put("java", System.getProperty("java.version"));
        map.put("os", System.getProperty("os.name"));
        map.put("architecture", System.getProperty("os.arch"));
        if (output.format().isPresent()) {
            context.print(output.format().orElseThrow().render(map));
        } else if (context.options().quiet()) {
            context.print(version() + "\n");
        } else {
            context.print("minik %s (Java %s, %s %s)\n"
                    .formatted(map.get("version"), map.get("java"), map.get("os"), map.get("architecture")));
        }
        return 0;
    }

    /** The jar's manifest knows the version; classes that run outside of it, as in tests, do not. */
    private static String version() {
        return Objects.requireNonNullElse(VersionCommand.class.getPackage().getImplementationVersion(), "development");
    }
}
