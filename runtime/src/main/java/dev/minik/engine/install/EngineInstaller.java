package dev.minik.engine.install;

import dev.minik.engine.HostEnvironment;
import dev.minik.engine.docker.DockerEngine;
import dev.minik.engine.install.InstallPlan.Action;
import dev.minik.engine.locate.EngineConnector;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.process.Command;
import dev.minik.process.CommandRunner;
import dev.minik.process.HostCommandRunner;
import dev.minik.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Installs and starts a container engine: the distribution's own Docker where that is new enough, else the one of Debian's next
 * release, with as little else as possible. Docker's command line is not needed and not installed.
 *
 * <p>May be repeated: what is there is not installed again, what runs is not started again.
 */
public final class EngineInstaller {
    /** From this version on, an engine runs privileged containers also where a capability cannot be had. */
    private static final int MODEST_VERSION = 23;

    private static final String PACKAGE = "docker.io";
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);
    private static final Pattern VERSION = Pattern.compile("(?:Docker version |^)(?:[0-9]+:)?([0-9]+)\\.");

    private final HostSystem host;
    private final CommandRunner commands;
    private final Progress progress;
    private final Apt apt;
    private final NewerSuite newer;
    private final EngineStarter starter;

    /** Makes an installer that tries with {@code connector} whether the engine answers. */
    public EngineInstaller(HostSystem host, CommandRunner commands, EngineConnector connector, Progress progress) {
        this(host, commands, connector, progress, START_PATIENCE);
    }

    EngineInstaller(
            HostSystem host,
            CommandRunner commands,
            EngineConnector connector,
            Progress progress,
            Duration startPatience) {
        this.host = host;
        this.commands = commands;
        this.progress = progress;
        apt = new Apt(commands, progress);
        newer = new NewerSuite(host);
        starter = new EngineStarter(host, commands, connector, startPatience);
    }

    /** Makes an installer for this host. */
    public static EngineInstaller ofHost(HostEnvironment environment, Progress progress) {
        return new EngineInstaller(
                HostSystem.current(),
                new HostCommandRunner(),
                endpoint -> DockerEngine.connect(endpoint, environment, ANSWER_PATIENCE),
                progress);
    }

    /**
     * Returns what {@link #install} would do. Changes nothing, but fetches package lists where there are none.
     *
     * @throws MinikException with exit code {@code ENGINE_UNAVAILABLE} where nothing can be installed, with what to install
     */
    public InstallPlan plan() {
        var action = decide();
        return new InstallPlan(action, lines(action));
    }

    private List<String> lines(Action action) {
        return switch (action) {
            case NOTHING -> List.of();
            case START -> List.of("start Docker");
            case INSTALL -> {
                var lines = new ArrayList<>(apt.simulate(List.of(PACKAGE)).lines());
                lines.add("start Docker");
                yield lines;
            }
            case INSTALL_FROM_NEXT_RELEASE -> {
                var lines = new ArrayList<>(newer.lines());
                lines.addAll(
                        newer.present()
                                ? apt.simulate(List.of(newerPackage())).lines()
                                : List.of("install %s with what it needs, upgrading no more than that"
                                        .formatted(newerPackage())));
                lines.add("start Docker");
                yield lines;
            }
        };
    }

    /**
     * Does what {@link #plan} says, and returns once the engine answers.
     *
     * @throws MinikException with exit code {@code ENGINE_UNAVAILABLE} where it cannot be installed or does not start
     */
    public void install() {
        var action = decide();
        switch (action) {
            case NOTHING -> progress.notice("An engine answers already at /var/run/docker.sock");
            case START -> start();
            case INSTALL -> {
                apt.updateOnce();
                progress.run("install-engine", "Installing Docker", () -> apt.install(List.of(PACKAGE)));
                start();
            }
            case INSTALL_FROM_NEXT_RELEASE -> {
                installNewer();
                start();
            }
        }
    }

    private void start() {
        progress.run("start-engine", "Starting Docker", starter::start);
    }

    private Action decide() {
        if (starter.answers()) {
            return Action.NOTHING;
        }
        var distribution = host.release("ID") + " " + host.release("ID_LIKE");
        if (!host.usesApt() || !distribution.contains("debian")) {
            throw MinikException.of(
                    ExitCode.ENGINE_UNAVAILABLE,
                    "minik cannot install an engine on " + host.name(),
                    "Install Docker 23 or newer (https://docs.docker.com/engine/install/) or Podman, and start it");
        }
        if (!host.isRoot()) {
            throw MinikException.of(
                    ExitCode.ENGINE_UNAVAILABLE,
                    "installing an engine takes root's rights",
                    "Run 'sudo minik install engine', or 'sudo apt-get install --no-install-recommends docker.io'");
        }
        return installed().filter(this::fits).map(version -> Action.START).orElseGet(this::source);
    }

    /** Returns the version of an installed daemon. */
    private Optional<String> installed() {
        return host.program("dockerd")
                .map(program -> commands.run(Command.of(program.toString(), "--version"))
                        .orFail(
                                ExitCode.ENGINE_UNAVAILABLE,
                                "the installed dockerd does not run",
                                "Install Docker anew")
                        .stdout());
    }

    private Action source() {
        var own = apt.candidate(PACKAGE);
        if (own.isEmpty()) {
            apt.updateOnce();
            own = apt.candidate(PACKAGE);
        }
        if (own.filter(this::fits).isPresent()) {
            return Action.INSTALL;
        }
        if (newer.name().isPresent()) {
            return Action.INSTALL_FROM_NEXT_RELEASE;
        }
        throw MinikException.of(
                ExitCode.ENGINE_UNAVAILABLE,
                own.map(version -> "Docker %s, which %s has, cannot run nodes here".formatted(version, host.name()))
                        .orElse("%s has no package %s".formatted(host.name(), PACKAGE)),
                "Install Docker 23 or newer (https://docs.docker.com/engine/install/), and start it");
    }

    private boolean fits(String version) {
        var number = VERSION.matcher(version);
        boolean modern = number.find() && Integer.parseInt(number.group(1)) >= MODEST_VERSION;
        return modern || !host.lacksSysResource();
    }

    /** Naming the release for this package alone: apt's {@code -t} would prefer it for everything that the package needs. */
    private String newerPackage() {
        return PACKAGE + "/" + newer.name().orElseThrow();
    }

    /** Leaves apt's sources as they were when it fails. */
    private void installNewer() {
        boolean mine = !newer.present();
        var done = false;
        try {
            newer.lines().forEach(progress::notice);
            newer.add();
            apt.update();
            progress.run("install-engine", "Installing " + newerPackage(), () -> apt.install(List.of(newerPackage())));
            done = true;
        } finally {
            if (mine && !done) {
                newer.remove();
            }
        }
    }
}
