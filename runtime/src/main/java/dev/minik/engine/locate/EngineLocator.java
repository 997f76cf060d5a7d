package dev.minik.engine.locate;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineException;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.docker.DockerEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the engine to use: the one that is asked for, else {@code DOCKER_HOST}, else the current Docker context, else the first
 * of the usual sockets of Docker and Podman that answers. What somebody chose is never fallen through: a cluster made on
 * another engine than meant is worse than none.
 */
public final class EngineLocator {
    private static final Duration LOCAL_PATIENCE = Duration.ofSeconds(2);
    private static final Duration REMOTE_PATIENCE = Duration.ofSeconds(10);

    private final HostEnvironment host;
    private final EngineConnector connector;
    private final DockerContexts contexts;

    /** Makes a locator that tries endpoints with {@code connector}. */
    public EngineLocator(HostEnvironment host, EngineConnector connector) {
        this.host = host;
        this.connector = connector;
        this.contexts = new DockerContexts(host);
    }

    /** Makes a locator for the engines of this host. */
    public static EngineLocator of(HostEnvironment host) {
        return new EngineLocator(host, endpoint -> DockerEngine.connect(endpoint, host, patience(endpoint)));
    }

    private static Duration patience(EngineEndpoint endpoint) {
        return "unix".equals(endpoint.uri().getScheme()) ? LOCAL_PATIENCE : REMOTE_PATIENCE;
    }

    /**
     * Returns the engine to use, which has answered.
     *
     * @param wanted what the user asked for: a URL, {@code docker}, {@code podman}, or the name of a Docker context; when
     *     empty, {@code MINIK_ENGINE} counts
     * @throws MinikException with exit code {@code ENGINE_UNAVAILABLE} when none answers, with every attempt in the details
     */
    public Engine locate(Optional<String> wanted) {
        var asked = wanted.filter(text -> !text.isBlank()).orElse(host.variable("MINIK_ENGINE"));
        if (!asked.isBlank()) {
            return first(asked(asked), "the chosen engine");
        }
        var dockerHost = host.variable("DOCKER_HOST");
        if (!dockerHost.isBlank()) {
            return first(List.of(new Candidate("DOCKER_HOST", endpoint(dockerHost))), "the engine of DOCKER_HOST");
        }
        var context = contexts.current();
        if (context.isPresent()) {
            return first(List.of(inContext(context.get())), "the engine of the current Docker context");
        }
        var usual = new ArrayList<>(dockerSockets());
        usual.addAll(podmanSockets());
        return first(usual, "any container engine");
    }

    private List<Candidate> asked(String asked) {
        return switch (asked) {
            case "docker" -> dockerSockets();
            case "podman" -> podmanSockets();
            default -> List.of(asked.contains("://") ? new Candidate("chosen", endpoint(asked)) : inContext(asked));
        };
    }

    private Candidate inContext(String name) {
        return new Candidate("Docker context " + name, contexts.endpoint(name));
    }

    /**
     * Docker's command line speaks TLS to TCP endpoints when DOCKER_TLS_VERIFY is set to anything; with DOCKER_TLS alone it does not
     * ask who the engine is, which minik always does.
     */
    private EngineEndpoint endpoint(String text) {
        var url = EngineUrl.parse(text);
        boolean tls = "tcp".equals(url.getScheme())
                && !(host.variable("DOCKER_TLS_VERIFY") + host.variable("DOCKER_TLS")).isEmpty();
        if (!tls) {
            return new EngineEndpoint(url, Optional.empty());
        }
        var certificates = host.variable("DOCKER_CERT_PATH");
        return new EngineEndpoint(
                url, Optional.of(certificates.isEmpty() ? host.dockerConfig() : Path.of(certificates)));
    }

    private List<Candidate> dockerSockets() {
        if (host.variable("OS").equals("Windows_NT")) {
            return List.of(new Candidate("Docker", EngineEndpoint.plain("npipe:////./pipe/docker_engine")));
        }
        var sockets = new ArrayList<Candidate>();
        sockets.add(Candidate.socket("Docker", "/var/run/docker.sock"));
        runtimeDirectory().ifPresent(run -> sockets.add(Candidate.socket("rootless Docker", run + "/docker.sock")));
        sockets.add(Candidate.socket("Docker Desktop", host.home() + "/.docker/run/docker.sock"));
        sockets.add(Candidate.socket("Docker Desktop", host.home() + "/.docker/desktop/docker.sock"));
        return sockets;
    }

    private List<Candidate> podmanSockets() {
        var sockets = new ArrayList<Candidate>();
        sockets.add(Candidate.socket("Podman", "/run/podman/podman.sock"));
        runtimeDirectory()
                .ifPresent(run -> sockets.add(Candidate.socket("rootless Podman", run + "/podman/podman.sock")));
        sockets.add(Candidate.socket(
                "Podman machine", host.home() + "/.local/share/containers/podman/machine/podman.sock"));
        return sockets;
    }

    private Optional<String> runtimeDirectory() {
        return Optional.of(host.variable("XDG_RUNTIME_DIR")).filter(text -> !text.isEmpty());
    }

    private Engine first(List<Candidate> candidates, String what) {
        var attempts = new ArrayList<String>();
        var known = "";
        for (var candidate : candidates) {
            try {
                return connector.connect(candidate.endpoint());
            } catch (EngineException e) {
                attempts.add("%s: %s".formatted(candidate, e.getMessage()));
                known = e.remedy();
            }
        }
        throw unavailable(attempts, known, what);
    }

    private static MinikException unavailable(List<String> attempts, String known, String what) {
        if (attempts.size() == 1) {
            return MinikException.of(
                    ExitCode.ENGINE_UNAVAILABLE,
                    "%s does not answer: %s".formatted(what, attempts.get(0)),
                    known.isEmpty() ? remedy(attempts, "Start it, or choose another engine with --engine") : known);
        }
        return MinikException.of(
                        ExitCode.ENGINE_UNAVAILABLE,
                        "cannot reach " + what,
                        remedy(
                                attempts,
                                "Run 'minik install engine', start the engine, or choose another with --engine"))
                .withDetails(attempts);
    }

    private static String remedy(List<String> attempts, String usual) {
        boolean denied = attempts.stream().anyMatch(attempt -> attempt.contains("Permission denied"));
        if (attempts.stream().allMatch(attempt -> attempt.contains("podman.sock"))) {
            return denied
                    ? "Run minik as root, to whom Podman's socket belongs"
                    : "Run 'sudo systemctl enable --now podman.socket', or choose another engine with --engine";
        }
        return denied
                ? "Run minik as a user who may use the engine: 'sudo usermod -aG docker $USER', then log in again"
                : usual;
    }
}
