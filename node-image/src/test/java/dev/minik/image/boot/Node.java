package dev.minik.image.boot;

import static org.junit.jupiter.api.Assertions.fail;

import dev.minik.process.CommandResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A container of a node image, started as kind starts one. */
final class Node implements AutoCloseable {
    /** What kind waits for in the log, and how long: pkg/cluster/internal/providers/docker/provision.go. */
    private static final Pattern UP = Pattern.compile("Reached target .*Multi-User System.*|detected cgroup v1");

    private static final Pattern BOOTED = Pattern.compile("Reached target .*Multi-User System.*");
    private static final Duration KINDS_PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Tool docker = Tool.docker();

    private Node(String name) {
        this.name = name;
    }

    /** Starts a node and returns when all of it is up. */
    static Node start(String image, String... options) {
        var node = new Node("minik-image-test-" + UUID.randomUUID().toString().substring(0, 8));
        var kinds = List.of(
                "run",
                "--detach",
                "--tty",
                "--name",
                node.name,
                "--hostname",
                node.name,
                "--label",
                "dev.minik/test=image",
                "--privileged",
                "--security-opt",
                "seccomp=unconfined",
                "--security-opt",
                "apparmor=unconfined",
                "--tmpfs",
                "/tmp",
                "--tmpfs",
                "/run",
                "--volume",
                "/var",
                "--volume",
                "/lib/modules:/lib/modules:ro",
                "--init=false",
                "--cgroupns=private");
        try {
            node.docker.run(Stream.of(kinds, Arrays.asList(options), List.of(image))
                    .flatMap(List::stream)
                    .toArray(String[]::new));
            node.awaitLog(UP, 1);
            node.awaitLog(BOOTED, 1);
            return node;
        } catch (AssertionError | RuntimeException e) {
            node.close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    /** Returns what a program prints that succeeds in the node. */
    String run(String... argv) {
        return docker.run(execution(argv));
    }

    /** Returns how a program in the node ends. */
    CommandResult attempt(String... argv) {
        return docker.attempt(execution(argv));
    }

    /** Returns what a bash script of a test prints, stopped at its first failure. */
    String bash(String script) {
        return run("bash", "-euo", "pipefail", "-c", script);
    }

    /** Stops the node as engines do; returns its exit status, 137 when it had to be killed. */
    int stop() {
        docker.run("stop", name);
        return Integer.parseInt(docker.run("inspect", "--format", "{{.State.ExitCode}}", name));
    }

    /** Starts the node again, and returns when it is up. */
    void startAgain() {
        docker.run("start", name);
        awaitLog(BOOTED, 2);
    }

    String log() {
        var result = docker.attempt("logs", name);
        return result.stdout() + result.stderr();
    }

    @Override
    public void close() {
        docker.run("rm", "--force", "--volumes", name);
    }

    private String[] execution(String... argv) {
        return Stream.concat(Stream.of("exec", name), Stream.of(argv)).toArray(String[]::new);
    }

    /** Follows the log until so many of its lines have matched. */
    private void awaitLog(Pattern line, int times) {
        var seen = new ArrayList<String>();
        Process follower;
        try {
            follower = new ProcessBuilder("docker", "logs", "--follow", name)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var alarm = Executors.newSingleThreadScheduledExecutor();
        try (BufferedReader lines = follower.inputReader()) {
            var end = alarm.schedule(follower::destroyForcibly, KINDS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            long left = times;
            while (left > 0) {
                var next = lines.readLine();
                if (next == null) {
                    break;
                }
                seen.add(next);
                left -= line.matcher(next).find() ? 1 : 0;
            }
            end.cancel(false);
            if (left > 0) {
                fail("the node's log does not have %d lines like '%s' after %s:%n%s"
                        .formatted(times, line, KINDS_PATIENCE, String.join("\n", seen)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            alarm.shutdownNow();
            follower.destroyForcibly();
        }
    }
}
