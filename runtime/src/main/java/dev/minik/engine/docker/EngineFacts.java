package dev.minik.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.HostEnvironment;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;

/** Reads what an engine says of itself. */
final class EngineFacts {
    private final DockerConnection engine;
    private final EngineEndpoint endpoint;
    private final EngineAddress address;
    private final HostEnvironment host;

    /** Makes a reader; {@code host} is the one that this process runs on. */
    EngineFacts(DockerConnection engine, EngineEndpoint endpoint, HostEnvironment host) {
        this.engine = engine;
        this.endpoint = endpoint;
        this.address = new EngineAddress(endpoint);
        this.host = host;
    }

    EngineInfo read() {
        var info = Failures.translated(() -> engine.json().get("/info"));
        var version = Failures.translated(() -> engine.json().get("/version"));
        boolean podman = engine.podman().isPresent();
        return new EngineInfo(
                podman ? EngineInfo.PODMAN : EngineInfo.DOCKER,
                info.path("ServerVersion").asText(version.path("Version").asText()),
                podman ? podmanId(info) : info.path("ID").asText(),
                endpoint.uri().toString(),
                local(info),
                // Engines before API 1.41 know no other.
                "2".equals(info.path("CgroupVersion").asText()) ? 2 : 1,
                info.path("CgroupDriver").asText(),
                version.path("Arch").asText(info.path("Architecture").asText()),
                info.path("OperatingSystem").asText(),
                info.path("KernelVersion").asText(),
                info.path("NCPU").asInt(),
                info.path("MemTotal").asLong(),
                info.path("DockerRootDir").asText(),
                info.path("Driver").asText(),
                Json.texts(info.path("SecurityOptions")),
                controllers(info),
                address.remote());
    }

    Instant now() {
        return Failures.translated(() -> {
            var time = engine.json().get("/info").path("SystemTime").asText();
            try {
                return Instant.parse(time);
            } catch (DateTimeParseException e) {
                throw new EngineException(Kind.OTHER, "the engine does not tell the time, but '%s'".formatted(time), e);
            }
        });
    }

    /** Podman makes up a new id for every answer. */
    private static String podmanId(JsonNode info) {
        return "podman:" + info.path("Name").asText() + ":"
                + info.path("DockerRootDir").asText();
    }

    /** When there is no driver for control groups, what the engine says of limits means nothing: moby/moby issue 42151. */
    private static Set<String> controllers(JsonNode info) {
        var controllers = new HashSet<String>();
        if (!info.path("CgroupDriver").asText().equals("none")) {
            addIf(info.path("CPUShares").asBoolean(), "cpu", controllers);
            addIf(info.path("MemoryLimit").asBoolean(), "memory", controllers);
            addIf(info.path("PidsLimit").asBoolean(), "pids", controllers);
        }
        return controllers;
    }

    private static void addIf(boolean there, String controller, Set<String> controllers) {
        if (there) {
            controllers.add(controller);
        }
    }

    /**
     * An engine in a virtual machine, such as Docker Desktop's, is reached by a local socket too, but its addresses and files
     * are not this host's: it runs on a kernel of its own. One behind a forwarded socket, or beside a container that minik runs in, has
     * another host name.
     */
    private boolean local(JsonNode info) {
        var name = info.path("Name").asText();
        return address.isHere()
                && info.path("KernelVersion").asText().equals(host.kernel())
                && (name.isEmpty() || host.hostName().isEmpty() || name.equals(host.hostName()));
    }
}
