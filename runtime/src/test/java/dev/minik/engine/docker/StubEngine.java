package dev.minik.engine.docker;

import dev.minik.engine.EngineEndpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket that answers requests with bytes that a test chose, to show how the transport takes them. */
final class StubEngine implements AutoCloseable {
    /** Answers one request, of which the head and a body of known length have been read. */
    interface Answer {
        void to(String request, InputStream rest, OutputStream output) throws IOException;
    }

    static final Answer PING = text("HTTP/1.1 200 OK\r\nApi-Version: 1.47\r\nContent-Length: 2\r\n\r\nOK");

    private final ServerSocketChannel server;
    private final Path socket;
    private final List<Answer> answers;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::serve, "stub-engine");

    StubEngine(Path directory, Answer... answers) throws IOException {
        this.socket = directory.resolve("s");
        this.answers = List.of(answers);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        thread.setDaemon(true);
        thread.start();
    }

    static Answer text(String answer) {
        return (request, rest, output) -> output.write(answer.getBytes(StandardCharsets.UTF_8));
    }

    EngineEndpoint endpoint() {
        return EngineEndpoint.plain("unix://" + socket);
    }

    /** Returns the request lines so far. */
    List<String> requests() {
        return requests;
    }

    private void serve() {
        for (var answer : answers) {
            try (var channel = server.accept();
                    var wire = UnixWire.of(channel)) {
                var input = new BufferedInputStream(wire.input());
                var request = HttpMessages.readLine(input);
                requests.add(request);
                input.readNBytes(contentLength(input));
                answer.to(request, input, wire.output());
            } catch (IOException e) {
                requests.add("failed: " + e);
            }
        }
    }

    private static int contentLength(InputStream head) throws IOException {
        int length = 0;
        for (var line = HttpMessages.readLine(head); !line.isEmpty(); line = HttpMessages.readLine(head)) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
