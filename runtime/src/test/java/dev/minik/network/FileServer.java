package dev.minik.network;

import com.sun.net.httpserver.HttpServer;
import dev.minik.digest.Sha256;
import dev.minik.release.PinnedFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Serves files on the loopback address, and tells what was asked for. */
public final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final List<String> requests = new ArrayList<>();

    /** Begins to serve nothing. */
    public FileServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    /** Serves a file at a path such as {@code /a.yaml}; returns what a catalogue would say of it. */
    public PinnedFile put(String path, byte[] content) {
        server.createContext(path, exchange -> {
            requests.add(path);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        return new PinnedFile(
                URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path)), Sha256.of(content));
    }

    /** Returns the paths that were asked for and are there. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
