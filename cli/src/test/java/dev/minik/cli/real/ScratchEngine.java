package dev.minik.cli.real;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Docker engine of a test's own beside the host's, to be killed and disturbed. It shares nothing with the other one but the kernel:
 * its files are in directories of its own, its containers in a containerd namespace of its own, and it changes neither the host's
 * packet filter nor its forwarding.
 */
final class ScratchEngine implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String BRIDGE = "minik-test";

    private final List<String> command;
    private final Path log;
    private final String url;
    private Process daemon;

    private ScratchEngine(List<String> command, Path log, String url) {
        this.command = command;
        this.log = log;
        this.url = url;
        daemon = launch();
    }

    /**
     * Starts an engine and returns when it answers. Skips the test where that cannot be.
     *
     * @param directory for its socket and what it writes while it runs; its path must be short, as sockets' paths have to be
     * @param data for images, containers and volumes, on a disk that overlay file systems can lie on
     * @param options more options of dockerd
     */
    static ScratchEngine start(Path directory, Path data, String... options) {
        assumeTrue("root".equals(System.getProperty("user.name")), "starting an engine takes root's rights");
        var url = "unix://" + directory.resolve("engine.sock");
        var namespace = "minik-test-" + ProcessHandle.current().pid();
        var command = new ArrayList<>(List.of(
                "dockerd",
                "--config-file=" + new Shell(directory).file("daemon.json", "{}"),
                "--data-root=" + data,
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("engine.pid"),
                "--host=" + url,
                // a containerd of its own, and where the host runs one for everybody, a corner of its own in that
                "--containerd-namespace=" + namespace,
                "--containerd-plugins-namespace=" + namespace + "-plugins",
                // with none an engine deletes the host's docker0, whoever uses it
                "--bridge=" + BRIDGE,
                "--iptables=false",
                "--ip6tables=false",
                "--ip-forward=false"));
        command.addAll(List.of(options));
        bridge("add", "type", "bridge");
        var engine = new ScratchEngine(command, directory.resolve("engine.log"), url);
        engine.awaitAnswer();
        return engine;
    }

    /** Returns how {@code --engine} names it. */
    String url() {
        return url;
    }

    /** Connects to it; fails when it does not answer. */
    Engine connect() {
        return EngineLocator.of(HostEnvironment.current()).locate(Optional.of(url));
    }

    /** Copies an image from the host's engine, if it is not there yet. */
    void copyImage(String image) {
        try (var to = connect()) {
            if (to.findImage(image).isPresent()) {
                return;
            }
            try (var from = EngineLocator.of(HostEnvironment.current()).locate(Optional.empty());
                    var archive = from.saveImages(List.of(image))) {
                to.loadImage(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the daemon without a chance to tidy up; what runs in containers goes on. */
    void kill() {
        end(daemon.destroyForcibly());
    }

    /** Ends the daemon as an administrator does; it ends its containers first. */
    void stop() {
        daemon.destroy();
        end(daemon);
    }

    /** Starts the daemon again, if it has ended. */
    void restart() {
        if (!daemon.isAlive()) {
            daemon = launch();
            awaitAnswer();
        }
    }

    /** Removes all containers and networks, whose traces the kernel would keep, and ends the daemon. */
    @Override
    public void close() {
        restart();
        try (var engine = connect()) {
            engine.listContainers(Map.of()).forEach(container -> engine.removeContainer(container.id()));
            engine.listNetworks(Map.of()).stream()
                    .filter(network -> !List.of("bridge", "host", "none").contains(network.name()))
                    .forEach(network -> engine.removeNetwork(network.id()));
        } finally {
            stop();
            bridge("delete");
        }
    }

    private static void bridge(String verb, String... details) {
        var ip = new ArrayList<>(List.of("ip", "link", verb, BRIDGE));
        ip.addAll(List.of(details));
        try {
            end(new ProcessBuilder(ip).inheritIO().start());
        } catch (IOException e) {
            abort("this host has no ip: " + e.getMessage());
        }
    }

    private Process launch() {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            return abort("this host has no dockerd: " + e.getMessage());
        }
    }

    private void awaitAnswer() {
        try {
            Shell.eventually("an engine answers at " + url, SOON, () -> answers() || !daemon.isAlive());
            if (!daemon.isAlive()) {
                throw new AssertionError("the engine has ended:\n" + lastLog());
            }
        } catch (AssertionError e) {
            end(daemon.destroyForcibly());
            throw e;
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

    private static void end(Process process) {
        try {
            if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(SOON.toSeconds(), TimeUnit.SECONDS);
                throw new AssertionError("the engine does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String lastLog() {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
