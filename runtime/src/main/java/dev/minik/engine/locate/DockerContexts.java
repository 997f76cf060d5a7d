package dev.minik.engine.locate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.digest.Sha256;
import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.HostEnvironment;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The contexts of Docker's command line: named endpoints below its configuration directory, in directories named by the
 * SHA-256 of the context's name (<a href="https://docs.docker.com/engine/manage-resources/contexts/">Docker contexts</a>).
 */
final class DockerContexts {
    private static final String BUILT_IN = "default";

    private final HostEnvironment host;

    DockerContexts(HostEnvironment host) {
        this.host = host;
    }

    /** Returns the name of the context in use; empty for the built-in one, which means the usual socket. */
    Optional<String> current() {
        var chosen = host.variable("DOCKER_CONTEXT");
        if (chosen.isEmpty()) {
            var file = host.dockerConfig().resolve("config.json");
            chosen = Files.isRegularFile(file)
                    ? read(file).path("currentContext").asText("")
                    : "";
        }
        return chosen.isEmpty() || chosen.equals(BUILT_IN) ? Optional.empty() : Optional.of(chosen);
    }

    /** Returns the endpoint of a context. */
    EngineEndpoint endpoint(String name) {
        var contexts = host.dockerConfig().resolve("contexts");
        var directory = Sha256.of(name);
        var meta = contexts.resolve("meta").resolve(directory).resolve("meta.json");
        if (!Files.isRegularFile(meta)) {
            throw MinikException.of(
                    ExitCode.ENGINE_UNAVAILABLE,
                    "there is no Docker context named '%s'".formatted(name),
                    "List them with 'docker context ls', or choose an engine with --engine URL, docker or podman");
        }
        var address = read(meta).path("Endpoints").path("docker").path("Host").asText("");
        if (address.isEmpty()) {
            throw MinikException.of(
                    ExitCode.ENGINE_UNAVAILABLE,
                    "the Docker context '%s' has no endpoint (%s)".formatted(name, meta),
                    "Create it anew with 'docker context create'");
        }
        var tls = contexts.resolve("tls").resolve(directory).resolve("docker");
        return new EngineEndpoint(
                EngineUrl.parse(address), Files.isDirectory(tls) ? Optional.of(tls) : Optional.empty());
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw unreadable(file, "not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e.toString(), e);
        }
    }

    private static MinikException unreadable(Path file, String why, IOException cause) {
        return MinikException.of(
                        ExitCode.ENGINE_UNAVAILABLE,
                        "cannot read %s: %s".formatted(file, why),
                        "Repair the file, or choose an engine with --engine URL, docker or podman")
                .causedBy(cause);
    }
}
