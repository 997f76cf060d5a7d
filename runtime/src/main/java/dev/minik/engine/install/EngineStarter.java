package dev.minik.engine.install;

import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineException;
import dev.minik.engine.locate.EngineConnector;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts Docker's daemon, by systemd where that runs, else by itself. */
final class EngineStarter {
    private static final EngineEndpoint SOCKET = EngineEndpoint.plain("unix:///var/run/docker.sock");
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int SHOWN_LINES = 20;
    private static final String LOG = "var/log/minik-dockerd.log";

    private final HostSystem host;
    private final CommandRunner commands;
    private final EngineConnector connector;
    private final Duration patience;

    EngineStarter(HostSystem host, CommandRunner commands, EngineConnector connector, Duration patience) {
        this.host = host;
        this.commands = commands;
        this.connector = connector;
        this.patience = patience;
    }

    /** Returns whether the daemon answers. */
    boolean answers() {
        try {
            connector.connect(SOCKET).close();
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    /** Starts the daemon and waits until it answers; nothing happens when it does already, as after some installations. */
    void start() {
        if (answers()) {
            return;
        }
        if (host.runsSystemd()) {
            byService();
        } else {
            byItself();
        }
    }

    private void byService() {
        var started = commands.run(Command.of("systemctl", "enable", "--now", "docker"));
        if (!started.ok() || !answersInTime(Optional.empty())) {
            var journal = commands.run(Command.of("journalctl", "-u", "docker", "-n", "20", "--no-pager"));
            throw failed("systemd could not start Docker", "See 'journalctl -u docker'", journal.stdout());
        }
    }

    /** In containers and other places without systemd: detached, so that it outlives this process and its terminal. */
    private void byItself() {
        var dockerd = host.program("dockerd")
                .map(Path::toString)
                .orElseThrow(() -> failed("there is no dockerd to start", "Install Docker", ""));
        var process = commands.startDetached(Command.of("setsid", dockerd), host.file(LOG));
        if (!answersInTime(Optional.of(process))) {
            var log = host.read(LOG).orElse("");
            throw failed("dockerd does not answer", "See /" + LOG, log);
        }
    }

    /** Polls, as nothing tells of a socket that begins to answer; gives up when the time is over or the process has ended. */
    private boolean answersInTime(Optional<ProcessHandle> process) {
        var deadline = System.nanoTime() + patience.toNanos();
        while (!answers()) {
            boolean ended = process.map(one -> !one.isAlive()).orElse(false);
            if (ended || System.nanoTime() > deadline) {
                return answers();
            }
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw MinikException.of(
                                ExitCode.INTERRUPTED, "interrupted while Docker starts", "Run the command again")
                        .causedBy(e);
            }
        }
        return true;
    }

    private static MinikException failed(String cause, String remedy, String log) {
        List<String> lines = log.lines().toList();
        return MinikException.of(ExitCode.ENGINE_UNAVAILABLE, cause, remedy)
                .withDetails(lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
