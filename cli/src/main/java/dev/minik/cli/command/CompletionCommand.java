package dev.minik.cli.command;

import dev.minik.cli.completion.FishCompletion;
import dev.minik.cli.completion.Shell;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code minik completion}. */
@Command(
        name = "completion",
        description = "Print a script that completes minik's commands and options in a shell.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(minik completion bash)",
            "  source <(minik completion zsh)",
            "  minik completion fish > ~/.config/fish/completions/minik.fish"
        })
public final class CompletionCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "SHELL", description = "The shell: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.BASH;

    @Spec
    private @Nullable CommandSpec spec;

    /** Makes the command. */
    public CompletionCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var root = Objects.requireNonNull(spec, "picocli sets it").root();
        context.print(
                switch (shell) {
                    case BASH -> AutoComplete.bash(root.name(), root.commandLine());
                    // picocli's script runs in both, but in zsh only once the completion systems are loaded
                    case ZSH -> """
                        autoload -Uz compinit bashcompinit
                        (( $+functions[compdef] )) || compinit
                        bashcompinit
                        """ + AutoComplete.bash(root.name(), root.commandLine());
                    case FISH -> new FishCompletion(root).script();
                });
        return 0;
    }
}
