package dev.minik.engine.docker;

import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.fake.TestAuthority;
import dev.minik.engine.fake.TestAuthority.Identity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** A port of the loopback address at which an engine answers pings, by TLS or in the clear. */
final class StubTlsEngine implements AutoCloseable {
    private static final String PONG = "HTTP/1.1 200 OK\r\nApi-Version: 1.47\r\nContent-Length: 2\r\n\r\nOK";

    private final ServerSocket server;
    private final String answer;

    private StubTlsEngine(ServerSocket server, String answer) {
        this.server = server;
        this.answer = answer;
        var thread = new Thread(this::serve, "stub-tls-engine");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers by TLS, and only clients with a certificate of {@code clients}. */
    static StubTlsEngine secure(Identity identity, TestAuthority clients) throws IOException, GeneralSecurityException {
        var own = store();
        own.setKeyEntry("own", identity.keys().getPrivate(), new char[0], new Certificate[] {identity.certificate()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, new char[0]);
        var trusted = store();
        trusted.setCertificateEntry("ca", clients.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        var server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        return new StubTlsEngine(server, PONG);
    }

    /** Answers in the clear. */
    static StubTlsEngine plain(String answer) throws IOException {
        return new StubTlsEngine(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()), answer);
    }

    EngineEndpoint endpoint(Optional<Path> certificates) {
        return new EngineEndpoint(URI.create("tcp://127.0.0.1:" + server.getLocalPort()), certificates);
    }

    private static KeyStore store() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        return store;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                HttpMessages.readLine(new BufferedInputStream(socket.getInputStream()));
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // a client that did not accept us, or that we did not, or the end
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
