package dev.minik.cli.command;

import dev.minik.cli.option.ColorMode;
import dev.minik.cli.option.GlobalOptions;
import dev.minik.cli.port.Services;
import dev.minik.cli.progress.View;
import dev.minik.cli.progress.Views;
import dev.minik.cli.terminal.Console;
import dev.minik.cli.terminal.Host;
import dev.minik.progress.Progress;
import dev.minik.progress.SteadyClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a command works with. Its parts are made when they are first asked for, after the command line has been parsed. */
public final class Context implements AutoCloseable {
    /** How long an interrupted command that changes something may take to undo it. */
    private static final Duration CLEAN_UP = Duration.ofSeconds(30);

    private final Console console;
    private final Host host;
    private final GlobalOptions options;
    private final Services.Factory factory;
    private final Lifetime lifetime;
    private @Nullable View view;
    private @Nullable Services services;

    /**
     * Makes a context.
     *
     * @param lifetime told how the command takes signals
     */
    public Context(Console console, Host host, GlobalOptions options, Services.Factory factory, Lifetime lifetime) {
        this.console = console;
        this.host = host;
        this.options = options;
        this.factory = factory;
        this.lifetime = lifetime;
    }

    /** Returns the process's streams; to print, prefer {@link #print} and {@link #say}. */
    public Console console() {
        return console;
    }

    /** Returns the process's surroundings. */
    public Host host() {
        return host;
    }

    /** Returns the options of all commands. */
    public GlobalOptions options() {
        return options;
    }

    /** Returns the services, with the engine that the command line or the environment asks for. */
    public synchronized Services services() {
        if (services == null) {
            var engine = options.engine().filter(name -> !name.isEmpty()).or(() -> host.variable("MINIK_ENGINE"));
            var progress = new Progress(view(), new SteadyClock());
            services = factory.open(new Services.Settings(engine, progress, host.environment()));
        }
        return services;
    }

    /** Returns what the user sees on standard error. */
    public synchronized View view() {
        if (view == null) {
            view = Views.of(
                    console,
                    options.progress(),
                    options.color().colors(console.terminals().err(), host),
                    !ColorMode.isDumb(host),
                    options.quiet(),
                    options.verbose());
        }
        return view;
    }

    /** Prints a result on standard output. */
    public void print(String text) {
        view().aside(() -> console.out().print(text));
    }

    /** Says something on standard error, unless the user wants quiet. */
    public void say(String text) {
        view().message(text);
    }

    /** Tells that this command changes something: interrupted, it gets the time to undo that. */
    public void cleansUpWhenInterrupted() {
        lifetime.grace(CLEAN_UP);
    }

    /** Tells that a child process has the terminal from now on, and takes Ctrl-C itself. */
    public void handsTerminalToChild() {
        view().close();
        lifetime.leaveCtrlCToChild();
    }

    @Override
    public synchronized void close() {
        if (services != null) {
            services.close();
        }
        if (view != null) {
            view.close();
        }
    }

    /** How a command takes signals. */
    public interface Lifetime {
        /** Sets how long the command may go on after an interruption. */
        void grace(Duration time);

        /** Makes Ctrl-C no business of this process: the child that has the terminal gets it, and ends or not. */
        void leaveCtrlCToChild();
    }
}
