package dev.minik.engine.podman;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minik.engine.Engine;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.locate.EngineLocator;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Podman service of a test's own. It shares nothing with another Podman of this host but the kernel: its configuration, images,
 * containers, networks and locks are in a directory of its own.
 *
 * @see <a href="https://docs.podman.io/en/latest/markdown/podman-system-service.1.html">podman system service</a>
 */
public final class PodmanService implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern HARD_LIMIT =
            Pattern.compile("^Max (open files|processes) +\\S+ +(\\d+)", Pattern.MULTILINE);

    private final Path directory;
    private final Process service;

    private PodmanService(Path directory, Process service) {
        this.directory = directory;
        this.service = service;
    }

    /**
     * Starts a service and returns when it answers. Skips the test where that cannot be.
     *
     * @param directory for all that it writes, on a disk that overlay file systems can lie on; its path must be short, as sockets'
     *     paths have to be
     */
    public static PodmanService start(Path directory) {
        assumeTrue(
                "root".equals(System.getProperty("user.name")), "starting Podman with a network takes root's rights");
        var command = List.of(
                "podman",
                "--tmpdir=" + directory.resolve("tmp"),
                "--network-config-dir=" + directory.resolve("networks"),
                "--volumepath=" + directory.resolve("volumes"),
                "system",
                "service",
                "--time=0",
                "unix://" + socket(directory));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(directory).toFile());
        builder.environment()
                .putAll(Map.of(
                        "CONTAINERS_CONF",
                        file(directory.resolve("containers.conf"), configuration()),
                        "CONTAINERS_STORAGE_CONF",
                        file(directory.resolve("storage.conf"), storage(directory)),
                        "PODMAN_IGNORE_CGROUPSV1_WARNING",
                        "1"));
        var podman = new PodmanService(directory, launch(builder));
        podman.awaitAnswer();
        return podman;
    }

    private static Process launch(ProcessBuilder podman) {
        try {
            return podman.start();
        } catch (IOException e) {
            return abort("Podman is not installed: " + e.getMessage());
        }
    }

    private static String file(Path file, String text) {
        try {
            return Files.writeString(file, text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration() {
        var lines = new ArrayList<>(List.of(
                "[engine]",
                "cgroup_manager = \"cgroupfs\"",
                "events_logger = \"file\"",
                "lock_type = \"file\"",
                // else what watches over a command lives on for minutes after its end
                "exit_command_delay = 1"));
        // crun refuses a host whose controllers are partly in cgroup v1 and partly in v2; runc takes it as Docker does
        if (Files.notExists(Path.of("/sys/fs/cgroup/cgroup.controllers")) && isInstalled("runc")) {
            lines.add("runtime = \"runc\"");
        }
        lines.add("[containers]");
        lines.add("log_driver = \"k8s-file\"");
        // before version 5.4 Podman raises limits though it may not: https://github.com/containers/podman/pull/24696
        lines.add("default_ulimits = [%s]".formatted(ownLimits()));
        // Docker's rules drop what others forward, unless exceptions stand in the same tables:
        // https://github.com/containers/netavark/issues/977
        lines.addAll(List.of("[network]", "firewall_driver = \"iptables\""));
        return String.join("\n", lines) + "\n";
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String storage(Path directory) {
        return """
                [storage]
                driver = "overlay"
                graphroot = "%s"
                runroot = "%s"
                """.formatted(directory.resolve("root"), directory.resolve("run"));
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /** Podman lowers its own limit of processes to the number of process ids. */
    private static String ownLimits() {
        var ids = Long.parseLong(read("/proc/sys/kernel/pid_max").strip());
        return HARD_LIMIT
                .matcher(read("/proc/self/limits"))
                .results()
                .map(limit -> limit.group(1).equals("processes")
                        ? "\"nproc=%1$d:%1$d\"".formatted(Math.min(ids, Long.parseLong(limit.group(2))))
                        : "\"nofile=%1$s:%1$s\"".formatted(limit.group(2)))
                .collect(Collectors.joining(", "));
    }

    /** Returns how {@code --engine} names it. */
    public String url() {
        return "unix://" + socket(directory);
    }

    /** Connects to it; fails when it does not answer. */
    public Engine connect() {
        return EngineLocator.of(HostEnvironment.current()).locate(Optional.of(url()));
    }

    /** Removes what it has and ends it, so that the directory can be deleted. */
    @Override
    public void close() {
        try (var engine = connect()) {
            engine.listContainers(Map.of()).forEach(container -> engine.removeContainer(container.id()));
            engine.listNetworks(Map.of()).stream()
                    .filter(network -> !List.of("podman", "bridge").contains(network.name()))
                    .forEach(network -> engine.removeNetwork(network.id()));
        } finally {
            service.destroy();
            await(service.toHandle());
            helpers().forEach(PodmanService::await);
            mounts().forEach(target -> run("umount", target));
            // the images are full of links to places outside, over which JUnit's own deletion would wonder one by one
            run("rm", "-rf", directory.resolve("root").toString());
        }
    }

    /** Returns the processes that watch over containers and commands; they are no children of the service. */
    private Stream<ProcessHandle> helpers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> Stream.of(arguments).anyMatch(word -> word.contains(directory.toString())))
                        .isPresent())
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.endsWith("conmon"))
                        .isPresent());
    }

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(process.info() + " does not end", e);
        }
    }

    /** Returns what is mounted in the directory, the deepest first. */
    private List<String> mounts() {
        try {
            return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> line.split(" ", -1)[1])
                    .filter(target -> target.startsWith(directory + "/"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) {
        try {
            await(new ProcessBuilder(command).inheritIO().start().toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer() {
        var deadline = System.nanoTime() + SOON.toNanos();
        while (!answers()) {
            if (!service.isAlive() || System.nanoTime() > deadline) {
                service.destroyForcibly();
                throw new AssertionError("Podman does not answer:\n" + lastLog());
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private boolean answers() {
        try {
            connect().close();
            return true;
        } catch (MinikException e) {
            return false;
        }
    }

    private String lastLog() {
        try {
            return Files.readString(log(directory));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path socket(Path directory) {
        return directory.resolve("podman.sock");
    }

    private static Path log(Path directory) {
        return directory.resolve("podman.log");
    }
}
