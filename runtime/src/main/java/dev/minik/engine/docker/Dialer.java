package dev.minik.engine.docker;

import com.github.dockerjava.transport.NamedPipeSocket;
import dev.minik.engine.EngineEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Opens connections to one endpoint. */
final class Dialer {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    private static final int PLAIN_PORT = 2375;
    private static final int TLS_PORT = 2376;

    private final URI uri;
    private final Optional<SSLContext> tls;

    private Dialer(URI uri, Optional<SSLContext> tls) {
        this.uri = uri;
        this.tls = tls;
    }

    /** Prepares for an endpoint; reads its certificates, where it has any, and fails when they cannot be used. */
    static Dialer to(EngineEndpoint endpoint) {
        return new Dialer(
                endpoint.uri(), endpoint.certificates().map(directory -> new ClientCertificates(directory).context()));
    }

    /** Opens a connection. */
    Wire dial() throws IOException {
        return switch (String.valueOf(uri.getScheme())) {
            case "unix" -> UnixWire.dial(Path.of(uri.getPath()));
            case "tcp", "http", "https" -> tcp();
            case "npipe" -> pipe();
            default -> throw new IOException("no way to reach an engine by " + uri);
        };
    }

    private Wire tcp() throws IOException {
        var host = uri.getHost();
        if (host == null) {
            throw new IOException("no host name in " + uri);
        }
        if (tls.isPresent()) {
            return SocketWire.secure(host, port(TLS_PORT), CONNECT_PATIENCE, tls.get());
        }
        return SocketWire.plain(host, port(PLAIN_PORT), CONNECT_PATIENCE);
    }

    private int port(int usual) {
        return uri.getPort() < 0 ? usual : uri.getPort();
    }

    private Wire pipe() throws IOException {
        Socket pipe = new NamedPipeSocket(uri.getPath());
        pipe.connect(InetSocketAddress.createUnresolved("localhost", PLAIN_PORT));
        return new SocketWire(pipe);
    }
}
