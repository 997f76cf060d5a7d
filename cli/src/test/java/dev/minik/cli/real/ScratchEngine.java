package dev.minik.cli.real;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minik.engine.Engine;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.fake.TestAuthority;
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
 * packet filter nor its forwarding. It may be on a host of its own, as far as the network tells.
 */
final class ScratchEngine implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String BRIDGE = "minik-test";

    private final List<String> command;
    private final Path log;
    private final String url;
    private final Map<String, String> environment;
    private final Runnable removeNetwork;
    private Process daemon;
    private String lastAnswer = "";

    private ScratchEngine(
            List<String> command, Path log, String url, Map<String, String> environment, Runnable removeNetwork) {
        this.command = command;
        this.log = log;
        this.url = url;
        this.environment = environment;
        this.removeNetwork = removeNetwork;
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
        requireRoot();
        var url = "unix://" + directory.resolve("engine.sock");
        var command = command(directory, data, url, "{}");
        return start(command, directory, url, options);
    }

    /** Starts an engine that keeps its images in containerd's store, as Docker does from version 29 on where nothing else is said. */
    static ScratchEngine startWithContainerdStore(Path directory, Path data) {
        requireRoot();
        var url = "unix://" + directory.resolve("engine.sock");
        return start(command(directory, data, url, """
                {"features": {"containerd-snapshotter": true}}"""), directory, url);
    }

    private static ScratchEngine start(List<String> command, Path directory, String url, String... options) {
        command.addAll(List.of(
                // with none an engine deletes the host's docker0, whoever uses it
                "--bridge=" + BRIDGE, "--iptables=false", "--ip6tables=false", "--ip-forward=false"));
        command.addAll(List.of(options));
        bridge("add", "type", "bridge");
        return started(command, directory, url, Map.of(), () -> bridge("delete"));
    }

    /** Starts an engine on a host of its own, which is reached by TLS and asks for a client's certificate. */
    static ScratchEngine startRemote(Path directory, Path data) {
        requireRoot();
        var host = OtherHost.make();
        try {
            var authority = new TestAuthority();
            var server = authority.issue("RSA", OtherHost.ADDRESS);
            var certificates = authority.writeClient(directory.resolve("client"), authority.issue("RSA"));
            var url = "tcp://" + OtherHost.ADDRESS + ":2376";
            var command = new ArrayList<>(host.inside());
            command.addAll(command(directory, data, "tcp://0.0.0.0:2376", "{}"));
            command.addAll(List.of(
                    "--tlsverify",
                    "--tlscacert=" + certificates.resolve("ca.pem"),
                    "--tlscert="
                            + TestAuthority.write(directory, "server.pem", TestAuthority.pem(server.certificate())),
                    "--tlskey=" + TestAuthority.write(directory, "server-key.pem", server.pkcs8())));
            var environment =
                    Map.of("DOCKER_HOST", url, "DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", certificates.toString());
            return started(command, directory, url, environment, host::close);
        } catch (RuntimeException | AssertionError e) {
            host.close();
            throw e;
        }
    }

    private static void requireRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "starting an engine takes root's rights");
    }

    private static List<String> command(Path directory, Path data, String listen, String settings) {
        var namespace = "minik-test-" + ProcessHandle.current().pid();
        return new ArrayList<>(List.of(
                "dockerd",
                "--config-file=" + new Shell(directory).file("daemon.json", settings),
                "--data-root=" + data,
                "--exec-root=" + directory.resolve("exec"),
                "--pidfile=" + directory.resolve("engine.pid"),
                "--host=" + listen,
                // a containerd of its own, and where the host runs one for everybody, a corner of its own in that
                "--containerd-namespace=" + namespace,
                "--containerd-plugins-namespace=" + namespace + "-plugins"));
    }

    private static ScratchEngine started(
            List<String> command, Path directory, String url, Map<String, String> environment, Runnable removeNetwork) {
        var engine = new ScratchEngine(command, directory.resolve("engine.log"), url, environment, removeNetwork);
        engine.awaitAnswer();
        return engine;
    }

    /** Returns the variables by which Docker's command line, and minik, are told to use it where that takes more than its URL. */
    Map<String, String> environment() {
        return environment;
    }

    /** Returns how {@code --engine} names it. */
    String url() {
        return url;
    }

    /** Connects to it; fails when it does not answer. */
    Engine connect() {
        var here = HostEnvironment.current();
        return EngineLocator.of(new HostEnvironment(environment, here.home(), here.kernel(), here.hostName()))
                .locate(Optional.of(url));
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
            removeNetwork.run();
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
            throw new AssertionError(lastAnswer + "\n" + lastLog(), e);
        }
    }

    private boolean answers() {
        try {
            connect().close();
            return true;
        } catch (MinikException e) {
            lastAnswer = e.message();
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
