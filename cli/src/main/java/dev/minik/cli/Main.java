package dev.minik.cli;

import dev.minik.cli.port.Services;
import dev.minik.cli.terminal.Console;
import dev.minik.cli.terminal.Host;

/** Where {@code minik} begins. */
public final class Main {
    /** The services of this process. */
    static final Services.Factory SERVICES = Wiring::new;

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code. Nothing is left to do then, so that the process halts: an
     * orderly end would first load the loggers that JDK 21 and newer tell about it, for some milliseconds.
     */
    public static void main(String[] arguments) {
        var interruption = interruption();
        int code = run(SERVICES, interruption, arguments);
        if (interruption.requested()) {
            // who was interrupted ends with a code of its own, after the shutdown's other hooks
            System.exit(code);
        }
        Runtime.getRuntime().halt(code);
    }

    /** Runs a command of this process, signals included. */
    static int run(Services.Factory services, String... arguments) {
        return run(services, interruption(), arguments);
    }

    private static int run(Services.Factory services, Interruption interruption, String... arguments) {
        var program = new Program(Console.system(), Host.system(), services, interruption, interruption::requested);
        interruption.install(
                () -> program.context().say("Interrupted: undoing what was begun. Another Ctrl-C ends minik at once."),
                () -> program.context().view().failure(Failures.leftUndone()));
        var code = program.run(arguments);
        interruption.ended(code);
        return code;
    }

    private static Interruption interruption() {
        return new Interruption(Thread.currentThread(), Runtime.getRuntime()::halt);
    }
}
