package dev.minik.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an engine listens.
 *
 * @param uri {@code unix:///path}, {@code tcp://host:port} or {@code npipe:////./pipe/name}
 * @param certificates the directory of {@code ca.pem}, {@code cert.pem} and {@code key.pem} for a connection by TLS; a plain
 *     connection when empty
 */
public record EngineEndpoint(URI uri, Optional<Path> certificates) {
    /** Returns an endpoint without TLS. */
    public static EngineEndpoint plain(String uri) {
        return new EngineEndpoint(URI.create(uri), Optional.empty());
    }
}
