package dev.minik.cli.real;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.minik.cli.real.ImageLayout.Manifest;
import dev.minik.engine.fake.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A registry that images can be pulled from by one user. It mirrors other registries: whoever asks it for one of their images tells whose
 * by {@code ns}. It listens on an address of this host that containers reach, with a certificate of a private CA.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution</a>
 * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token authentication</a>
 */
final class TestRegistry implements AutoCloseable {
    static final String USER = "puller";
    static final String PASSWORD = "p:w \"\\ü";

    private static final String TOKEN = "a.token";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    private static final Pattern CONTENT = Pattern.compile("/v2/(.+)/(manifests|blobs)/([^/]+)");

    /** What it wants to see. */
    enum Access {
        /** The password each time. */
        BASIC,
        /** A token, which it gives for the password. */
        TOKEN
    }

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Access access;
    private final ImageLayout images;
    private final Set<String> served = new ConcurrentSkipListSet<>();

    /**
     * Starts it.
     *
     * @param images what it mirrors; those of {@code registry.k8s.io} it has as its own as well, in {@code /k8s}
     */
    TestRegistry(TestAuthority authority, Access access, ImageLayout images) throws IOException {
        this.access = access;
        var address = hostAddress();
        server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(authority.issue("EC", address.getHostAddress()))));
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        this.images = images.andCopies("registry.k8s.io", address() + "/k8s");
        server.start();
    }

    /** Returns its host and port. */
    String address() {
        return server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    /** Returns the names of the images that were asked for by tag and given. */
    Set<String> served() {
        return Set.copyOf(served);
    }

    /** A connected socket has the address from which others are reached; nothing is sent. */
    private static InetAddress hostAddress() throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress("192.0.2.1", 9));
            return socket.getLocalAddress();
        }
    }

    private static SSLContext tls(TestAuthority.Identity identity) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "own", identity.keys().getPrivate(), new char[0], new Certificate[] {identity.certificate()});
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var uri = exchange.getRequestURI();
            if (uri.getPath().equals("/token") && isAuthorized(exchange, BASIC)) {
                send(exchange, "application/json", "{\"token\": \"%s\"}".formatted(TOKEN));
            } else if (!isAuthorized(exchange, access == Access.BASIC ? BASIC : "Bearer " + TOKEN)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", challenge());
                exchange.sendResponseHeaders(401, -1);
            } else if (uri.getPath().equals("/v2/")) {
                send(exchange, "application/json", "{}");
            } else {
                content(exchange, uri);
            }
        }
    }

    /** A second header of the same name would have to be ignored by a server, or refused. */
    private static boolean isAuthorized(HttpExchange exchange, String wanted) {
        return List.of(wanted).equals(exchange.getRequestHeaders().get("Authorization"));
    }

    private String challenge() {
        return switch (access) {
            case BASIC -> "Basic realm=\"test\"";
            case TOKEN -> "Bearer realm=\"https://%1$s/token\",service=\"%1$s\"".formatted(address());
        };
    }

    private void content(HttpExchange exchange, URI uri) throws IOException {
        var parts = CONTENT.matcher(uri.getPath());
        if (!parts.matches()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        var host = Optional.ofNullable(uri.getQuery())
                .filter(query -> query.startsWith("ns="))
                .map(query -> query.substring("ns=".length()))
                .orElse(address());
        var name = "%s/%s:%s".formatted(host, parts.group(1), parts.group(3));
        var tagged = Optional.ofNullable(images.manifests().get(name));
        var digest = tagged.map(Manifest::digest).orElse(parts.group(3));
        var blob = images.blob(digest);
        if (blob.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        if (tagged.isPresent()) {
            served.add(name);
        }
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        try (var in = Files.newInputStream(blob.get())) {
            send(exchange, mediaType(parts.group(2), digest), in, Files.size(blob.get()));
        }
    }

    private String mediaType(String kind, String digest) {
        return images.manifests().values().stream()
                .filter(manifest ->
                        kind.equals("manifests") && manifest.digest().equals(digest))
                .map(Manifest::mediaType)
                .findFirst()
                .orElse("application/octet-stream");
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        send(exchange, type, new ByteArrayInputStream(bytes), bytes.length);
    }

    private static void send(HttpExchange exchange, String type, InputStream in, long size) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(size));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, size);
        in.transferTo(exchange.getResponseBody());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
