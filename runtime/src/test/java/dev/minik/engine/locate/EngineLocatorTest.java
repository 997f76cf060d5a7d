package dev.minik.engine.locate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.engine.Engine;
import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.fake.FakeEngine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLocatorTest {
    /** SHA-256 of "lab", as {@code printf lab | sha256sum} prints it. */
    private static final String LAB = "a51146d38077ff992eba84cf1d5e9b249073503eb74868699016153b031a38f7";

    @TempDir
    private Path home;

    private final List<EngineEndpoint> tried = new ArrayList<>();
    private final Set<String> answering = new LinkedHashSet<>();
    private String reason = "Connection refused";
    private String remedy = "";

    private Engine connect(EngineEndpoint endpoint) {
        tried.add(endpoint);
        if (answering.contains(endpoint.uri().toString())) {
            return new FakeEngine();
        }
        throw new EngineException(Kind.UNAVAILABLE, reason, null, remedy);
    }

    private EngineLocator locator(Map<String, String> variables) {
        return new EngineLocator(new HostEnvironment(variables, home, "6.12.0", "here"), this::connect);
    }

    private List<String> locate(Map<String, String> variables, String wanted) {
        locator(variables).locate(Optional.of(wanted)).close();
        return triedUrls();
    }

    private List<String> triedUrls() {
        return tried.stream().map(one -> one.uri().toString()).toList();
    }

    private MinikException failure(Map<String, String> variables, String wanted) {
        var failure =
                assertThrows(MinikException.class, () -> locator(variables).locate(Optional.of(wanted)));
        assertEquals(ExitCode.ENGINE_UNAVAILABLE, failure.exitCode());
        return failure;
    }

    private void context(String directory, String host) throws IOException {
        var meta = Files.createDirectories(home.resolve(".docker/contexts/meta").resolve(directory));
        Files.writeString(meta.resolve("meta.json"), """
                {"Name": "lab", "Metadata": {}, "Endpoints": {"docker": {"Host": "%s", "SkipTLSVerify": false}}}
                """.formatted(host));
    }

    @Test
    void theUsualSocketsAreTriedInOrder() {
        answering.add("unix:///run/user/7/podman/podman.sock");
        assertEquals(
                List.of(
                        "unix:///var/run/docker.sock",
                        "unix:///run/user/7/docker.sock",
                        "unix://" + home + "/.docker/run/docker.sock",
                        "unix://" + home + "/.docker/desktop/docker.sock",
                        "unix:///run/podman/podman.sock",
                        "unix:///run/user/7/podman/podman.sock"),
                locate(Map.of("XDG_RUNTIME_DIR", "/run/user/7"), ""));
    }

    @Test
    void allAttemptsAreToldWhenNoneAnswers() {
        var failure = failure(Map.of(), "");
        assertEquals(5, failure.details().size());
        assertEquals(
                "unix:///var/run/docker.sock (Docker): Connection refused",
                failure.details().get(0));
        assertTrue(failure.remedy().contains("minik install engine"), failure::remedy);
    }

    @Test
    void aForbiddenSocketHasItsOwnRemedy() {
        reason = "Permission denied";
        assertTrue(failure(Map.of(), "").remedy().contains("usermod"));
    }

    @Test
    void dockerHostIsNotFallenThrough() {
        answering.add("unix:///var/run/docker.sock");
        var failure = failure(Map.of("DOCKER_HOST", "tcp://10.0.0.9:2375"), "");
        assertEquals(List.of("tcp://10.0.0.9:2375"), triedUrls());
        assertTrue(failure.message().contains("tcp://10.0.0.9:2375 (DOCKER_HOST): Connection refused"));
    }

    @Test
    void dockerHostWithTlsTakesItsCertificates() {
        answering.add("tcp://10.0.0.9:2376");
        locate(
                Map.of("DOCKER_HOST", "tcp://10.0.0.9:2376", "DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", "/certs"),
                "");
        locate(Map.of("DOCKER_HOST", "tcp://10.0.0.9:2376", "DOCKER_TLS_VERIFY", "1"), "");
        locate(Map.of("DOCKER_HOST", "tcp://10.0.0.9:2376"), "");
        assertEquals(
                List.of(Optional.of(Path.of("/certs")), Optional.of(home.resolve(".docker")), Optional.empty()),
                tried.stream().map(EngineEndpoint::certificates).toList());
    }

    /** Docker's command line would not ask then who the engine is. */
    @Test
    void dockerTlsMeansCertificatesAsWell() {
        answering.add("tcp://10.0.0.9:2376");
        locate(Map.of("DOCKER_HOST", "tcp://10.0.0.9:2376", "DOCKER_TLS", "1"), "");
        assertEquals(Optional.of(home.resolve(".docker")), tried.get(0).certificates());
    }

    @Test
    void whatTheConnectorKnowsToHelpIsTold() {
        remedy = "Put it there";
        var failure = failure(Map.of("DOCKER_HOST", "tcp://10.0.0.9:2376"), "");
        assertEquals("Put it there", failure.remedy());
    }

    @Test
    void theUsersWishGoesBeforeEverything() {
        answering.add("unix:///x.sock");
        var variables = Map.of("DOCKER_HOST", "tcp://10.0.0.9:2375", "MINIK_ENGINE", "unix:///y.sock");
        assertEquals(List.of("unix:///x.sock"), locate(variables, "unix:///x.sock"));
        failure(variables, "");
        assertEquals(List.of("unix:///x.sock", "unix:///y.sock"), triedUrls());
    }

    @Test
    void podmanMeansPodmansSockets() {
        failure(Map.of("DOCKER_HOST", "tcp://10.0.0.9:2375"), "podman");
        assertTrue(triedUrls().stream().allMatch(url -> url.contains("podman")), tried::toString);
    }

    @Test
    void podmanHasRemediesOfItsOwn() {
        assertTrue(failure(Map.of(), "podman").remedy().contains("podman.socket"));
        reason = "Permission denied";
        var failure = failure(Map.of("DOCKER_HOST", "unix:///run/podman/podman.sock"), "");
        assertTrue(failure.remedy().contains("as root"), failure::remedy);
    }

    @Test
    void dockerMeansDockersSockets() {
        failure(Map.of("DOCKER_CONTEXT", "lab"), "docker");
        assertTrue(triedUrls().stream().allMatch(url -> url.contains("docker.sock")), tried::toString);
    }

    @Test
    void theCurrentContextIsReadFromDockersConfig() throws IOException {
        context(LAB, "unix:///lab.sock");
        Files.writeString(home.resolve(".docker/config.json"), "{\"auths\": {}, \"currentContext\": \"lab\"}");
        answering.add("unix:///lab.sock");
        assertEquals(List.of("unix:///lab.sock"), locate(Map.of(), ""));
        assertEquals(Optional.empty(), tried.get(0).certificates());
    }

    @Test
    void aContextsCertificatesAreTaken() throws IOException {
        context(LAB, "tcp://lab:2376");
        var tls = Files.createDirectories(
                home.resolve(".docker/contexts/tls").resolve(LAB).resolve("docker"));
        answering.add("tcp://lab:2376");
        locate(Map.of("DOCKER_CONTEXT", "lab"), "");
        locate(Map.of(), "lab");
        assertEquals(
                List.of(Optional.of(tls), Optional.of(tls)),
                tried.stream().map(EngineEndpoint::certificates).toList());
    }

    @Test
    void theDefaultContextMeansTheUsualSockets() throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\": \"default\"}");
        answering.add("unix:///var/run/docker.sock");
        assertEquals(List.of("unix:///var/run/docker.sock"), locate(Map.of(), ""));
    }

    @Test
    void anUnknownContextIsNamed() {
        assertTrue(failure(Map.of("DOCKER_CONTEXT", "nowhere"), "").message().contains("'nowhere'"));
        assertEquals(List.of(), tried);
    }

    @Test
    void aBrokenConfigIsNamed() throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), "{oops");
        assertTrue(failure(Map.of(), "").message().contains("config.json"));
    }

    @Test
    void sshIsRefusedByName() {
        var failure = failure(Map.of("DOCKER_HOST", "ssh://user@host"), "");
        assertTrue(failure.message().contains("SSH"), failure::message);
        assertTrue(failure.remedy().contains("ssh -N -L"), failure::remedy);
        assertEquals(List.of(), tried);
    }

    @Test
    void nonsenseIsRefused() {
        assertTrue(failure(Map.of("DOCKER_HOST", "fd://"), "").message().contains("'fd://'"));
        assertTrue(failure(Map.of(), "ftp://x y").message().contains("'ftp://x y'"));
    }
}
