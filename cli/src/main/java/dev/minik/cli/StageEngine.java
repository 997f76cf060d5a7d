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

/** What looks like an engine with one cluster to those who only list: a stage set for {@link Rehearsal}. */
final class StageEngine implements AutoCloseable {
    private static final String NODE =
            """
            [{"Id": "0", "Names": ["/stage-control-plane"], "Image": "stage", "State": "running", "Status": "Up", "Created": 0,
            "Labels": {"%s": "%s", "%s": "stage", "%s": "control-plane", "%s": "v1.0.0"},
            "Ports": [{"IP": "127.0.0.1", "PrivatePort": 6443, "PublicPort": 6443, "Type": "tcp"}],
            "NetworkSettings": {"Networks": {"stage": {"IPAddress": "192.0.2.1"}}}}]
            """.formatted(Labels.KIND, Labels.KIND_NODE, Labels.CLUSTER, Labels.ROLE, Labels.KUBERNETES_VERSION);

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
        var request = new StringBuilder();
        var buffer = ByteBuffer.allocate(4096);
        while (request.indexOf("\r\n\r\n") < 0 && client.read(buffer.clear()) >= 0) {
            request.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        }
        var body = body(request.substring(0, Math.max(0, request.indexOf("\r\n"))));
        var answer = "HTTP/1.1 200 OK\r\nApi-Version: 1.44\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body);
        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String body(String requestLine) {
        if (requestLine.contains("/volumes")) {
            return "{\"Volumes\": []}";
        }
        return requestLine.contains("/containers/json") ? NODE : "OK";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
