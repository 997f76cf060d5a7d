package dev.minik.image.program;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.minik.digest.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of files with their digests, which can be made to misbehave. */
final class ReleaseServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Integer> cuts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean ranges = true;

    ReleaseServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create(
                "http://127.0.0.1:%d/release/".formatted(server.getAddress().getPort()));
    }

    ReleaseServer file(String path, byte[] content) {
        files.put("/release/" + path, content);
        return digest(path, Sha256.of(content) + "\n");
    }

    ReleaseServer digest(String path, String text) {
        files.put("/release/" + path + ".sha256", text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Closes the connection of the next answer for {@code path} after {@code bytes} bytes. */
    ReleaseServer cut(String path, int bytes) {
        cuts.put("/release/" + path, bytes);
        return this;
    }

    /** Lets the server ignore ranges, as some do. */
    ReleaseServer withoutRanges() {
        ranges = false;
        return this;
    }

    List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestMethod() + " " + path + (range == null ? "" : " " + range));
            var content = files.get(path);
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            var from = range == null || !ranges ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            if (range != null && ranges && from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.sendResponseHeaders(range == null || !ranges ? 200 : 206, content.length - from);
            var cut = cuts.remove(path);
            var end = cut == null ? content.length : from + cut;
            exchange.getResponseBody().write(Arrays.copyOfRange(content, from, end));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
