package dev.minik.engine.docker;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an engine listens.
 *
 * @param url {@code unix:///path} or {@code tcp://host:port}
 * @param certificates directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem} for TLS; empty for a plain connection
 */
public record Endpoint(URI url, Optional<Path> certificates) {

    /** Returns whether the engine runs on this host. */
    public boolean local() {
        return "unix".equals(url.getScheme())
                || "localhost".equals(url.getHost())
                || (url.getHost() != null && url.getHost().startsWith("127."));
    }
}
