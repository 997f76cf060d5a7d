package dev.minik.engine.install;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.process.Command;
import dev.minik.process.CommandResult;
import dev.minik.process.CommandRunner;
import dev.minik.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Debian's package manager, asked and told without questions, and patient with others who use it at the same time. */
final class Apt {
    private static final Duration UPDATE_BOUND = Duration.ofMinutes(5);
    private static final Duration INSTALL_BOUND = Duration.ofMinutes(20);
    private static final List<String> APT_GET = List.of("apt-get", "-q", "-y", "-o", "DPkg::Lock::Timeout=120");

    private final CommandRunner commands;
    private final Progress progress;
    private boolean updated;

    Apt(CommandRunner commands, Progress progress) {
        this.commands = commands;
        this.progress = progress;
    }

    /** Returns the version that apt would install; nothing when it knows none, as before its first update. */
    Optional<String> candidate(String packageName) {
        var policy = run(Command.of("apt-cache", "policy", packageName))
                .orFail(ExitCode.FAILED, "apt-cache cannot tell versions", "Repair apt's configuration");
        return policy.stdout()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("Candidate: "))
                .map(line -> line.substring("Candidate: ".length()))
                .filter(version -> !version.equals("(none)"))
                .findFirst();
    }

    /** Returns which of {@code packages} are not installed. */
    List<String> missing(List<String> packages) {
        var argv = new ArrayList<>(List.of("dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n"));
        argv.addAll(packages);
        // It fails when it has never heard of one of them, and still lists the others.
        var installed = run(Command.of(argv)).stdout().lines().toList();
        return packages.stream()
                .filter(one -> !installed.contains(one + " installed"))
                .toList();
    }

    /** Fetches the lists of packages, unless this did so already. */
    void updateOnce() {
        if (!updated) {
            update();
        }
    }

    /** Fetches the lists of packages. */
    void update() {
        progress.run("package-lists", "Fetching package lists", this::fetchLists);
        updated = true;
    }

    private void fetchLists() {
        run(aptGet(List.of("update")).within(UPDATE_BOUND))
                .orFail(ExitCode.FAILED, "apt cannot fetch its package lists", "Check the network and apt's sources");
    }

    /** Returns what installing would do. */
    AptSimulation simulate(List<String> packages) {
        var words = new ArrayList<>(List.of("install", "--no-install-recommends", "--simulate"));
        words.addAll(packages);
        var simulated = run(aptGet(words))
                .orFail(
                        ExitCode.FAILED,
                        "apt cannot install %s".formatted(String.join(" ", packages)),
                        "See apt's words below");
        return AptSimulation.parse(simulated.stdout());
    }

    /**
     * Tells what will be done, and does it.
     *
     * @throws MinikException before anything is done when packages would be removed for it
     */
    void install(List<String> packages) {
        var simulation = simulate(packages);
        simulation.lines().forEach(progress::notice);
        if (!simulation.removals().isEmpty()) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "installing %s would remove other packages: %s"
                                    .formatted(String.join(" ", packages), String.join(" ", simulation.removals())),
                            "Install it by hand if you can do without them")
                    .withDetails(simulation.lines());
        }
        var words = new ArrayList<>(List.of("install", "--no-install-recommends"));
        words.addAll(packages);
        run(aptGet(words).within(INSTALL_BOUND).listenedToBy(line -> progress.detail("install", line)))
                .orFail(
                        ExitCode.FAILED,
                        "apt could not install %s".formatted(String.join(" ", packages)),
                        "See apt's words below");
    }

    private static Command aptGet(List<String> words) {
        var argv = new ArrayList<>(APT_GET);
        argv.addAll(words);
        return Command.of(argv);
    }

    /** Runs a command whose words are read, and so must not be translated. */
    private CommandResult run(Command command) {
        return commands.run(command.env("DEBIAN_FRONTEND", "noninteractive").env("LC_ALL", "C.UTF-8"));
    }
}
