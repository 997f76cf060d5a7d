package dev.minik.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.dockerjava.api.exception.DockerException;
import dev.minik.engine.EngineException.Kind;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.channels.ClosedByInterruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    404 | NOT_FOUND    | No such container: x
                    409 | CONFLICT     | Conflict. The container name "/x" is already in use by container "1"
                    403 | CONFLICT     | Pool overlaps with other one on this address space
                    400 | CONFLICT     | invalid pool request: Pool overlaps with other one on this address space
                    500 | CONFLICT     | subnet 10.89.0.0/24 is already used on the host or by another config
                    403 | CONFLICT     | error while removing network: network x has active endpoints
                    500 | CONFLICT     | "x" has associated containers with it. Use -f to forcibly delete: network is being used
                    500 | CONFLICT     | IPAM error: requested ip address 10.89.0.9 is already allocated to container ID 1
                    409 | OTHER        | preparing container 1 for attach: crun: permission denied
                    409 | PORT_IN_USE  | preparing container 1 for attach: cannot listen on the TCP port: listen tcp4 127.0.0.1:80: bind: address already in use
                    500 | CONFLICT     | failed to set up container networking: Address already in use
                    500 | PORT_IN_USE  | Bind for 127.0.0.1:6443 failed: port is already allocated
                    500 | PORT_IN_USE  | Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use
                    500 | PORT_IN_USE  | failed to bind host port for 127.0.0.1:80:172.18.0.2:80/tcp: address already in use
                    500 | PORT_IN_USE  | Ports are not available: exposing port TCP 127.0.0.1:80
                    500 | NO_SPACE     | write /var/lib/docker/tmp/x: no space left on device
                    500 | OTHER        | something else
                    """)
    void theEnginesWordsTellTheKind(int status, Kind kind, String message) {
        var body = "{\"message\":\"%s\"}".formatted(message.replace("\"", "\\\""));
        var failure = Failures.of(new DockerException(body, status));
        assertEquals(kind, failure.kind());
        assertEquals(message, failure.getMessage());
    }

    @Test
    void aBrokenConnectionMeansTheEngineIsGone() {
        var failure =
                Failures.of(new RuntimeException(new UncheckedIOException(new ConnectException("Connection refused"))));
        assertEquals(Kind.UNAVAILABLE, failure.kind());
        assertEquals("Connection refused", failure.getMessage());
    }

    @Test
    void anInterruptIsNotTheEnginesFault() {
        assertEquals(
                Kind.OTHER,
                Failures.of(new UncheckedIOException(new ClosedByInterruptException()))
                        .kind());
    }

    @Test
    void podmansCauseAndNumberAreLeftOut() {
        assertEquals(
                "crun: it says \"no\"",
                Failures.message(
                        "Status 500: {\"cause\":\"a \\\"b\\\"\",\"message\":\"crun: it says \\\"no\\\"\",\"response\":500}\n"));
    }

    @Test
    void plainTextIsKept() {
        assertEquals("page not found", Failures.message("Status 404: page not found\n"));
    }
}
