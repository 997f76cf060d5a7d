package dev.minik.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.HostEnvironment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class TransportTest {
    private static final String JSON = "[{\"Name\":\"n\",\"Id\":\"i\",\"Labels\":null,\"IPAM\":{\"Config\":[]}}]";

    @TempDir
    private Path directory;

    private DockerEngine connect(StubEngine stub) {
        var host = new HostEnvironment(Map.of(), directory, "6.12.0", "here");
        return DockerEngine.connect(stub.endpoint(), host, Duration.ofSeconds(20));
    }

    private EngineException failure(StubEngine.Answer... answers) throws IOException {
        try (var stub = new StubEngine(directory, answers)) {
            return assertThrows(EngineException.class, () -> connect(stub).listNetworks(Map.of()));
        }
    }

    private List<String> networks(String answer) throws IOException {
        try (var stub = new StubEngine(directory, StubEngine.PING, StubEngine.text(answer))) {
            return connect(stub).listNetworks(Map.of()).stream()
                    .map(network -> network.name())
                    .toList();
        }
    }

    @Test
    void answersOfKnownLengthAreRead() throws IOException {
        assertEquals(
                List.of("n"),
                networks("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%sleft over".formatted(JSON.length(), JSON)));
    }

    @Test
    void answersInChunksAreRead() throws IOException {
        int half = JSON.length() / 2;
        assertEquals(
                List.of("n"),
                networks(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n%x;x=y\r\n%s\r\n0\r\nT: x\r\n\r\n"
                                .formatted(half, JSON.substring(0, half), JSON.length() - half, JSON.substring(half))));
    }

    @Test
    void answersUpToTheConnectionsEndAreRead() throws IOException {
        assertEquals(List.of("n"), networks("HTTP/1.1 200 OK\r\n\r\n" + JSON));
    }

    @Test
    void interimAnswersArePassedOver() throws IOException {
        assertEquals(List.of("n"), networks("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + JSON));
    }

    @Test
    void anAnswerThatEndsEarlyIsAFailure() throws IOException {
        var failure =
                failure(StubEngine.PING, StubEngine.text("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n[{\"Name\":"));
        assertEquals(Kind.UNAVAILABLE, failure.kind());
    }

    @Test
    void aChunkThatEndsEarlyIsAFailure() throws IOException {
        var failure = failure(
                StubEngine.PING, StubEngine.text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n["));
        assertEquals(Kind.UNAVAILABLE, failure.kind());
    }

    @Test
    void aClosedConnectionIsAFailure() throws IOException {
        var failure = failure(StubEngine.PING, StubEngine.text(""));
        assertEquals(Kind.UNAVAILABLE, failure.kind());
        assertEquals("the engine closed the connection", failure.getMessage());
    }

    @Test
    void otherProtocolsAreTold() throws IOException {
        var failure = failure(StubEngine.text("SSH-2.0-OpenSSH_9.9\r\n"));
        assertEquals(Kind.UNAVAILABLE, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("not an HTTP answer"), failure::getMessage);
    }

    @Test
    void aWebServerIsNoEngine() throws IOException {
        var failure = failure(StubEngine.text("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        assertEquals(Kind.UNAVAILABLE, failure.kind());
    }

    @Test
    void refusalsKeepTheEnginesWords() throws IOException {
        var failure = failure(
                StubEngine.PING,
                StubEngine.text(
                        "HTTP/1.1 500 Oops\r\n\r\n{\"message\":\"write \\\"/x\\\":\\nno space left on device\"}\n"));
        assertEquals(Kind.NO_SPACE, failure.kind());
        assertEquals("write \"/x\": no space left on device", failure.getMessage());
    }

    @Test
    void anOldEngineIsSpokenToInItsVersion() throws IOException {
        var old = StubEngine.text("HTTP/1.1 400 Bad Request\r\nApi-Version: 1.41\r\n\r\n{\"message\":\"too new\"}");
        try (var stub = new StubEngine(directory, old, StubEngine.text("HTTP/1.1 200 OK\r\n\r\n[]"))) {
            assertEquals(List.of(), connect(stub).listNetworks(Map.of()));
            assertEquals("GET /v1.44/_ping HTTP/1.1", stub.requests().get(0));
            assertEquals(
                    "GET /v1.41/networks?filters=%7B%7D HTTP/1.1",
                    stub.requests().get(1));
        }
    }

    @Test
    void aSilentEngineIsGivenUp() throws IOException {
        StubEngine.Answer silent = (request, rest, output) -> rest.read();
        try (var stub = new StubEngine(directory, silent)) {
            var host = new HostEnvironment(Map.of(), directory, "6.12.0", "here");
            var failure = assertThrows(
                    EngineException.class, () -> DockerEngine.connect(stub.endpoint(), host, Duration.ofMillis(300)));
            assertEquals(Kind.UNAVAILABLE, failure.kind());
            assertEquals("no answer within 300 ms", failure.getMessage());
        }
    }

    @Test
    void aMissingSocketIsTold() {
        var host = new HostEnvironment(Map.of(), directory, "6.12.0", "here");
        var endpoint = dev.minik.engine.EngineEndpoint.plain("unix://" + directory.resolve("none"));
        var failure =
                assertThrows(EngineException.class, () -> DockerEngine.connect(endpoint, host, Duration.ofSeconds(20)));
        assertEquals(Kind.UNAVAILABLE, failure.kind());
        assertEquals("No such file or directory", failure.getMessage());
    }

    @Test
    void uploadsOfUnknownLengthGoInChunks() throws IOException {
        var received = new ByteArrayOutputStream();
        StubEngine.Answer store = (request, rest, output) -> {
            new ChunkedInput(rest).transferTo(received);
            StubEngine.text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").to(request, rest, output);
        };
        var content = "0123456789".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        try (var stub = new StubEngine(directory, StubEngine.PING, store)) {
            connect(stub).copyInto("c", "/", new ByteArrayInputStream(content));
        }
        assertEquals(content.length, received.size());
    }

    @Test
    void aRefusedUploadTellsWhy() throws IOException {
        var refuse = StubEngine.text("HTTP/1.1 404 Not Found\r\nContent-Length: 21\r\n\r\n{\"message\":\"no such\"}");
        try (var stub = new StubEngine(directory, StubEngine.PING, refuse)) {
            var engine = connect(stub);
            var large = new ByteArrayInputStream(new byte[8 << 20]);
            var failure = assertThrows(EngineException.class, () -> engine.copyInto("c", "/", large));
            assertEquals(Kind.NOT_FOUND, failure.kind());
            assertEquals("no such", failure.getMessage());
        }
    }

    @Test
    void anUnreadableUploadIsNotTheEnginesFault() throws IOException {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk error");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("disk error");
            }
        };
        StubEngine.Answer drain = (request, rest, output) -> rest.transferTo(new ByteArrayOutputStream());
        try (var stub = new StubEngine(directory, StubEngine.PING, drain)) {
            var engine = connect(stub);
            var failure = assertThrows(EngineException.class, () -> engine.copyInto("c", "/", broken));
            assertEquals(Kind.OTHER, failure.kind());
            assertEquals("cannot read what should be sent: disk error", failure.getMessage());
        }
    }

    @Test
    void aCommandsInputEndsWhenItsStreamEnds() throws IOException {
        var created = StubEngine.text("HTTP/1.1 201 Created\r\nContent-Length: 11\r\n\r\n{\"Id\":\"e1\"}");
        StubEngine.Answer echo = (request, rest, output) -> {
            output.write("HTTP/1.1 101 UPGRADED\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            var input = rest.readAllBytes();
            output.write(new byte[] {1, 0, 0, 0, 0, 0, 0, (byte) input.length});
            output.write(input);
        };
        var ended = StubEngine.text("HTTP/1.1 200 OK\r\n\r\n{\"Running\":false,\"ExitCode\":7}");
        try (var stub = new StubEngine(directory, StubEngine.PING, created, echo, ended)) {
            var spec = new ExecSpec(
                    List.of("cat"),
                    Map.of(),
                    Optional.of(new ByteArrayInputStream("to the end".getBytes(StandardCharsets.UTF_8))),
                    Optional.empty(),
                    Optional.empty(),
                    false);
            var result = connect(stub).exec("c", spec);
            assertEquals("to the end", result.stdout(), stub.requests()::toString);
            assertEquals(7, result.exitCode());
        }
    }
}
