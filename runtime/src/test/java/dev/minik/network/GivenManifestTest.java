package dev.minik.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenManifestTest {
    private static final String MANIFEST = "kind: DaemonSet\n";

    private final HttpServer server;

    @TempDir
    Path directory = Path.of("");

    GivenManifestTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/network.yaml", exchange -> {
            var body = MANIFEST.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/moved.yaml", exchange -> {
            exchange.getResponseHeaders().set("Location", "/network.yaml");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void filesAreRead() throws IOException {
        var file = Files.writeString(directory.resolve("network.yaml"), MANIFEST);

        assertEquals(MANIFEST, text(file.toString()));
    }

    @Test
    void urlsAreDownloadedAndRedirectsFollowed() {
        assertEquals(MANIFEST, text(url("/network.yaml")));
        assertEquals(MANIFEST, text(url("/moved.yaml")));
    }

    @Test
    void aServersRefusalIsTold() {
        var url = url("/no-such.yaml");

        var failure = failure(url);

        assertEquals(ExitCode.FAILED, failure.exitCode());
        assertEquals(
                "the network's manifest %s cannot be had: the server answers 404".formatted(url), failure.getMessage());
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        var url = url("/network.yaml");
        server.stop(0);

        var message = String.valueOf(failure(url).getMessage());

        assertTrue(message.endsWith("cannot be had: the server cannot be reached"), message);
    }

    @Test
    void aFileThatHasGoneIsTold() throws IOException {
        var file = Files.writeString(directory.resolve("network.yaml"), MANIFEST);
        Files.delete(file);

        assertEquals(
                "the network's manifest %s cannot be had: there is no such file".formatted(file),
                failure(file.toString()).getMessage());
    }

    private static MinikException failure(String source) {
        return assertThrows(MinikException.class, () -> text(source));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static String text(String source) {
        return new GivenManifest(source).text();
    }
}
