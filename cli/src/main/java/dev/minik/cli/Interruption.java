package dev.minik.cli;

import dev.minik.cli.command.Context;
import dev.minik.error.ExitCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Ends a command that Ctrl-C or a supervisor interrupts. A shutdown hook, which both run, interrupts the command's thread; the
 * command undoes what it began and ends as it always does. A second signal, or a command that takes too long, ends the process.
 */
final class Interruption implements Context.Lifetime {
    /** A command that changes nothing has nothing to undo. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    /** The view's lock may be held by the very command that does not end. */
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private final Thread command;
    private final IntConsumer halt;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Duration grace = SHORT;
    private volatile boolean requested;
    private volatile int exitCode;

    /**
     * Makes an interruption.
     *
     * @param command the thread that runs the command
     * @param halt ends the process at once
     */
    Interruption(Thread command, IntConsumer halt) {
        this.command = command;
        this.halt = halt;
    }

    /**
     * Begins to react to the end of the process.
     *
     * @param announcement tells the user that the command is undoing things; may block
     * @param farewell tells him that it did not end in time and is left as it is; may block
     */
    void install(Runnable announcement, Runnable farewell) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> onShutdown(announcement, farewell), "minik-interruption"));
    }

    /** Returns whether the command was interrupted. */
    boolean requested() {
        return requested;
    }

    /** Tells that the command ended by itself; the process may end now. */
    void ended(int code) {
        exitCode = code;
        ended.countDown();
    }

    @Override
    public void grace(Duration time) {
        grace = time;
    }

    @Override
    public void leaveCtrlCToChild() {
        Signals.handle("INT", () -> {});
    }

    /** What the hook does; nothing when the process ends because the command has ended. */
    void onShutdown(Runnable announcement, Runnable farewell) {
        if (ended.getCount() == 0) {
            return;
        }
        requested = true;
        Signals.handle("INT", this::end);
        Signals.handle("TERM", this::end);
        command.interrupt();
        if (grace.compareTo(SHORT) > 0) {
            tell(announcement);
        }
        try {
            if (!ended.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                tell(farewell).join(LAST_WORDS.toMillis());
                end();
            } else if (exitCode == 0) {
                // It was done before the signal reached it.
                halt.accept(0);
            } else {
                end();
            }
        } catch (InterruptedException e) {
            end();
        }
    }

    /** Tells beside, since telling may block. */
    private static Thread tell(Runnable words) {
        var telling = new Thread(words, "minik-announcement");
        telling.setDaemon(true);
        telling.start();
        return telling;
    }

    private void end() {
        halt.accept(ExitCode.INTERRUPTED.code());
    }
}
