package dev.minik.cli.command;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code minik install engine}. */
@Command(
        name = "engine",
        description = "Install and start a container engine, after telling what that changes.",
        footerHeading = "%nExamples:%n",
        footer = {"  minik install engine", "  minik install engine --yes"})
public final class InstallEngineCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    /** Makes the command. */
    public InstallEngineCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var setup = context.services().engineSetup();
        var plan = setup.plan();
        if (plan.isEmpty()) {
            context.say("A container engine answers already: nothing to install.");
            return 0;
        }
        var lines = new ArrayList<String>();
        lines.add("minik is going to:");
        plan.forEach(line -> lines.add("  " + line));
        if (yes) {
            lines.forEach(context::say);
        } else {
            confirm(lines);
        }
        context.cleansUpWhenInterrupted();
        setup.install();
        context.say("The container engine is installed and answers.");
        return 0;
    }

    private void confirm(List<String> lines) {
        var terminals = context.console().terminals();
        if (!terminals.in() || !terminals.err()) {
            throw MinikException.of(
                    ExitCode.USAGE, "there is no terminal to ask on", "Run 'minik install engine --yes' to agree");
        }
        if (!new Question(context).confirmed(lines, "Go on?")) {
            throw MinikException.of(ExitCode.FAILED, "nothing was installed", "Answer y to install");
        }
    }
}
