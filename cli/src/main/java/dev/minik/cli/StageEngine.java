package dev.minik.cli;

import dev.minik.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What looks like an engine with one cluster and a node image, on which everything can be made and nothing starts: a stage set for
 * {@link Rehearsal}.
 */
final class StageEngine implements AutoCloseable {
    /** The name of a cluster that is not there. */
    static final String NEW_CLUSTER = "understudy";

    /** The Kubernetes of its node image; any that minik knows how to set up. */
    static final String VERSION = "v1.37.0";

    private static final String NODE =
            """
            [{"Id": "0", "Names": ["/stage-control-plane"], "Image": "stage", "State": "running", "Status": "Up", "Created": 0,
            "Labels": {"%s": "%s", "%s": "stage", "%s": "control-plane", "%s": "v1.0.0"},
            "Ports": [{"IP": "127.0.0.1", "PrivatePort": 6443, "PublicPort": 6443, "Type": "tcp"}],
            "NetworkSettings": {"Networks": {"stage": {"IPAddress": "192.0.2.1"}}}}]
            """.formatted(Labels.KIND, Labels.KIND_NODE, Labels.CLUSTER, Labels.ROLE, Labels.KUBERNETES_VERSION);

    private static final String IMAGE = "{\"Id\": \"sha256:0\", \"Config\": {\"Labels\": {\"%s\": \"%s\"}}}"
            .formatted(Labels.KUBERNETES_VERSION, VERSION);

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d{1,8})");

    private final ServerSocketChannel server;

    private StageEngine(ServerSocketChannel server) {
        this.server = server;
    }

    /** Makes a socket and answers there until closed. */
    static StageEngine listen(Path socket) throws IOException {
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        var engine = new StageEngine(server);
        var thread = new Thread(engine::serve, "minik-stage-engine");
        thread.setDaemon(true);
        thread.start();
        return engine;
    }

    /** Returns what {@code --engine} takes. */
    String address() throws IOException {
        return "unix://" + server.getLocalAddress();
    }

    private void serve() {
        try {
            while (true) {
                try (var client = server.accept()) {
                    answer(client);
                }
            }
        } catch (AsynchronousCloseException e) {
            // the play is over
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(SocketChannel client) throws IOException {
        var line = requestLine(client);
        boolean refused = line.contains("/attach");
        var body = refused ? "{\"message\": \"this is a stage\"}" : body(line);
        var answer = "HTTP/1.1 %s\r\nApi-Version: 1.44\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(refused ? "500 Refused" : "200 OK", body.length(), body);
        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Reads a whole request, since who is cut off while he sends may not read the answer. */
    private static String requestLine(SocketChannel client) throws IOException {
        var request = new StringBuilder();
        var buffer = ByteBuffer.allocate(64 * 1024);
        while (!isWhole(request) && client.read(buffer.clear()) >= 0) {
            request.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
        }
        return request.substring(0, Math.max(0, request.indexOf("\r\n")));
    }

    private static boolean isWhole(StringBuilder request) {
        int end = request.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        var head = request.substring(0, end);
        if (head.contains("chunked")) {
            return request.indexOf("0\r\n\r\n", request.length() - 5) >= 0;
        }
        var length = LENGTH.matcher(head);
        return !length.find() || request.length() >= end + 4 + Integer.parseInt(length.group(1));
    }

    private static String body(String requestLine) {
        if (requestLine.contains("/create")) {
            return "{\"Id\": \"0\", \"Name\": \"0\", \"Warnings\": []}";
        }
        if (requestLine.contains("/volumes")) {
            return "{\"Volumes\": []}";
        }
        if (requestLine.contains("/containers/json")) {
            return requestLine.contains(NEW_CLUSTER) ? "[]" : NODE;
        }
        if (requestLine.contains("/images/")) {
            return IMAGE;
        }
        if (requestLine.contains("/info")) {
            // an engine of this host's
            return "{\"KernelVersion\": \"%s\"}".formatted(System.getProperty("os.version"));
        }
        return requestLine.contains("/networks") ? "[]" : "{}";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
