package dev.minik.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineInfo;
import java.net.URI;

/** Reads what an engine says of itself. */
final class EngineFacts {
    private final DockerConnection engine;
    private final EngineEndpoint endpoint;
    private final String kernel;

    /** Makes a reader; {@code kernel} is the release of the kernel that this process runs on. */
    EngineFacts(DockerConnection engine, EngineEndpoint endpoint, String kernel) {
        this.engine = engine;
        this.endpoint = endpoint;
        this.kernel = kernel;
    }

    EngineInfo read() {
        var info = Failures.translated(() -> engine.json().get("/info"));
        var version = Failures.translated(() -> engine.json().get("/version"));
        var podman = podman(version);
        return new EngineInfo(
                podman ? "Podman" : "Docker",
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
                Json.texts(info.path("SecurityOptions")));
    }

    private static boolean podman(JsonNode version) {
        for (var component : version.path("Components")) {
            if (component.path("Name").asText().startsWith("Podman")) {
                return true;
            }
        }
        return false;
    }

    /** Podman makes up a new id for every answer. */
    private static String podmanId(JsonNode info) {
        return "podman:" + info.path("Name").asText() + ":"
                + info.path("DockerRootDir").asText();
    }

    /**
     * An engine in a virtual machine, such as Docker Desktop's, is reached by a local socket too, but its addresses and files
     * are not this host's. It runs on a kernel of its own.
     */
    private boolean local(JsonNode info) {
        return here(endpoint.uri()) && info.path("KernelVersion").asText().equals(kernel);
    }

    private static boolean here(URI uri) {
        var host = uri.getHost();
        return "unix".equals(uri.getScheme())
                || "localhost".equals(host)
                || "[::1]".equals(host)
                || (host != null && host.startsWith("127."));
    }
}
