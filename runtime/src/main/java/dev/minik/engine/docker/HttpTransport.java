package dev.minik.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * docker-java's transport over our own connections: one per request, which on a Unix socket costs nothing, and leaves no
 * pool to guard. Long answers are never cut off by a timeout.
 *
 * <p>A request with a hijacked input becomes a two-way stream, as for <a
 * href="https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerAttach">attach</a>; the
 * end of the input is passed on by closing our direction of the connection.
 */
final class HttpTransport implements DockerHttpClient {
    private final Dialer dialer;

    HttpTransport(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public Response execute(Request request) {
        try {
            return exchange(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response exchange(Request request) throws IOException {
        var wire = dialer.dial();
        try {
            var broken = send(request, wire);
            var input = new BufferedInputStream(wire.input());
            var head = head(input, broken);
            var hijacked = request.hijackedInput();
            if (hijacked != null && (head.status() == 101 || head.status() == 200)) {
                pump(hijacked, wire);
                return new WireResponse(200, head.headers(), input, wire);
            }
            return new WireResponse(head.status(), head.headers(), HttpMessages.body(head, input), wire);
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /**
     * Sends the request. An engine that refuses one need not read all of it: then its answer tells more than the broken pipe. One that
     * refuses a client's certificate reads nothing of it: TLS 1.3 lets a client write before it is told.
     */
    private static Optional<IOException> send(Request request, Wire wire) throws IOException {
        try {
            HttpMessages.writeHead(request, wire.output());
            HttpMessages.writeBody(request, wire.output());
            return Optional.empty();
        } catch (RequestBodyException e) {
            throw e;
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static HttpMessages.Head head(InputStream input, Optional<IOException> broken) throws IOException {
        try {
            return HttpMessages.readHead(input);
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            throw broken.orElse(e);
        }
    }

    private static void pump(InputStream from, Wire wire) {
        var thread = new Thread(
                () -> {
                    try {
                        from.transferTo(wire.output());
                        wire.closeOutput();
                    } catch (IOException e) {
                        // Either the command ended before it read all, which its exit status tells, or its input
                        // failed,
                        // which whoever handed it in has to notice: see ExecOperations.
                        closeOutput(wire);
                    }
                },
                "minik-engine-input");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeOutput(Wire wire) {
        try {
            wire.closeOutput();
        } catch (IOException e) {
            // The connection is gone already, and with it the command's input.
            return;
        }
    }

    @Override
    public void close() {
        // Every response owns its connection; nothing else is open.
    }

    private record WireResponse(int status, Map<String, List<String>> headers, InputStream body, Wire wire)
            implements Response {
        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return headers;
        }

        @Override
        public InputStream getBody() {
            return body;
        }

        @Override
        public void close() {
            try {
                wire.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
