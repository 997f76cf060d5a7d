package dev.minik.cli;

import dev.minik.cli.port.Services;
import dev.minik.cli.terminal.Console;
import dev.minik.cli.terminal.Host;

/** Where {@code minik} begins. */
public final class Main {
    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(Wiring::new, arguments));
    }

    /** Runs a command of this process, signals included. */
    static int run(Services.Factory services, String... arguments) {
        var interruption = new Interruption(Thread.currentThread(), Runtime.getRuntime()::halt);
        var program = new Program(Console.system(), Host.system(), services, interruption, interruption::requested);
        interruption.install(
                () -> program.context().say("Interrupted: undoing what was begun. Another Ctrl-C ends minik at once."));
        var code = program.run(arguments);
        interruption.ended(code);
        return code;
    }
}
