package dev.minik.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.fake.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections by TLS: who the engine is and who comes is checked, and every way to fail is told apart. */
@Timeout(60)
class TlsTest {
    private static final String HERE = "127.0.0.1";

    private final TestAuthority authority = new TestAuthority();

    @TempDir
    private Path directory;

    private void connect(EngineEndpoint endpoint) {
        DockerEngine.connect(
                        endpoint, new HostEnvironment(Map.of(), directory, "6.12.0", "here"), Duration.ofSeconds(20))
                .close();
    }

    private EngineException failure(EngineEndpoint endpoint) {
        var failure = assertThrows(EngineException.class, () -> connect(endpoint));
        assertEquals(Kind.UNAVAILABLE, failure.kind());
        return failure;
    }

    /** Tries a good client on an engine with a certificate of its own. */
    private EngineException failureWith(TestAuthority.Identity server) throws IOException, GeneralSecurityException {
        try (var engine = StubTlsEngine.secure(server, authority)) {
            return failure(engine.endpoint(Optional.of(client())));
        }
    }

    private Path client() {
        return authority.writeClient(directory, authority.issue("EC"));
    }

    @ParameterizedTest
    @CsvSource({"RSA, false", "RSA, true", "EC, false", "EC, true"})
    void keysOfAllFormsAreTaken(String algorithm, boolean traditional) throws IOException, GeneralSecurityException {
        var client = authority.issue(algorithm);
        authority.writeClient(directory, client);
        TestAuthority.write(directory, "key.pem", traditional ? client.traditional() : client.pkcs8());

        try (var engine = StubTlsEngine.secure(authority.issue("EC", HERE), authority)) {
            connect(engine.endpoint(Optional.of(directory)));
        }
    }

    @Test
    void anEngineOfAnotherAuthorityIsRefused() throws IOException, GeneralSecurityException {
        var failure = failureWith(new TestAuthority().issue("EC", HERE));

        assertEquals("the engine's certificate is not from the CA in ca.pem", failure.getMessage());
        assertTrue(failure.remedy().contains("ca.pem"), failure::remedy);
    }

    @Test
    void anEngineOfAnotherAddressIsRefused() throws IOException, GeneralSecurityException {
        var failure = failureWith(authority.issue("EC", "10.9.8.7"));

        assertTrue(
                String.valueOf(failure.getMessage()).startsWith("the engine's certificate is for another host: ")
                        && String.valueOf(failure.getMessage()).contains(HERE),
                failure::getMessage);
        assertTrue(failure.remedy().contains("subjectAltName"), failure::remedy);
    }

    @Test
    void anEngineWhoseCertificateHasExpiredIsRefused() throws IOException, GeneralSecurityException {
        var failure = failureWith(authority.issueExpired(HERE));

        assertTrue(
                String.valueOf(failure.getMessage()).startsWith("the engine's certificate has expired: NotAfter: "),
                failure::getMessage);
    }

    @Test
    void aClientThatTheEngineDoesNotKnowIsTold() throws IOException, GeneralSecurityException {
        try (var engine = StubTlsEngine.secure(authority.issue("EC", HERE), authority)) {
            authority.writeClient(directory, new TestAuthority().issue("EC"));
            var unknown = failure(engine.endpoint(Optional.of(directory)));
            Files.delete(directory.resolve("cert.pem"));
            Files.delete(directory.resolve("key.pem"));
            var none = failure(engine.endpoint(Optional.of(directory)));

            for (var failure : new EngineException[] {unknown, none}) {
                assertTrue(
                        String.valueOf(failure.getMessage()).contains("not accept this client's certificate"),
                        failure::getMessage);
                assertTrue(failure.remedy().contains("cert.pem"), failure::remedy);
            }
        }
    }

    @Test
    void anEngineWithoutTlsIsTold() throws IOException {
        try (var engine = StubTlsEngine.plain("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            var failure = failure(engine.endpoint(Optional.of(client())));

            assertEquals("what answers there does not speak TLS", failure.getMessage());
            assertTrue(failure.remedy().contains("DOCKER_TLS_VERIFY"), failure::remedy);
        }
    }

    /** As Go's servers answer. */
    @Test
    void anEngineWithTlsOnlyIsTold() throws IOException {
        var refusal = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";
        try (var engine = StubTlsEngine.plain(refusal)) {
            var failure = failure(engine.endpoint(Optional.empty()));

            assertEquals("what answers there speaks TLS only", failure.getMessage());
            assertTrue(failure.remedy().contains("DOCKER_CERT_PATH"), failure::remedy);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.pem", "cert.pem", "key.pem"})
    void aFileThatIsMissingOrBrokenIsNamedBeforeAnythingIsSaid(String name) throws IOException {
        var file = client().resolve(name);
        var endpoint = new EngineEndpoint(URI.create("tcp://127.0.0.1:1"), Optional.of(directory));
        Files.delete(file);
        assertEquals("there is no " + file, failure(endpoint).getMessage());

        Files.writeString(file, "nonsense");
        var broken = failure(endpoint);
        assertTrue(String.valueOf(broken.getMessage()).startsWith(file + " holds no "), broken::getMessage);
        assertTrue(broken.remedy().contains("DOCKER_CERT_PATH"), broken::remedy);
    }

    @Test
    void aClientsCertificateThatHasExpiredIsNamed() {
        authority.writeClient(directory, authority.issueExpired());

        var failure = failure(new EngineEndpoint(URI.create("tcp://127.0.0.1:1"), Optional.of(directory)));

        assertTrue(
                String.valueOf(failure.getMessage())
                        .startsWith(directory.resolve("cert.pem") + " has expired: NotAfter: "),
                failure::getMessage);
    }

    @Test
    void anUnknownHostIsTold() {
        var failure = failure(EngineEndpoint.plain("tcp://nowhere.invalid:2375"));

        assertEquals("no host is known by the name nowhere.invalid", failure.getMessage());
    }
}
