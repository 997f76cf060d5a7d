package dev.minik.engine.docker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An engine that answered, and the two ways to talk to it. */
final class DockerConnection {
    /**
     * The newest API that docker-java's models know. Docker 29 refuses what is older
     * (<a href="https://docs.docker.com/engine/release-notes/29/">its release notes</a>); older engines tell what they speak.
     */
    private static final RemoteApiVersion PREFERRED = RemoteApiVersion.VERSION_1_44;

    private static final int FIRST_WORDS = 256;

    /** Podman's own API beside Docker's, in a version that Podman speaks since 4.0. */
    private static final String PODMANS_OWN = "/v4.0.0/libpod";

    private final HttpTransport http;
    private final ClientConfig config;
    private final JsonApi json;
    private final Optional<JsonApi> podman;
    private @Nullable DockerClient client;

    private DockerConnection(HttpTransport http, ClientConfig config, boolean podman) {
        this.http = http;
        this.config = config;
        json = new JsonApi(http, config.mapper(), "/" + config.version().asWebPathPart());
        this.podman = podman ? Optional.of(new JsonApi(http, config.mapper(), PODMANS_OWN)) : Optional.empty();
    }

    /** What an engine says when it is first asked. */
    private record Agreement(RemoteApiVersion version, boolean podman) {}

    /** Returns look-ups. */
    JsonApi json() {
        return json;
    }

    /**
     * Returns what Podman can do and Docker's API has no words for; empty when the engine is not Podman (<a
     * href="https://docs.podman.io/en/latest/_static/api.html">Podman's API</a>).
     */
    Optional<JsonApi> podman() {
        return podman;
    }

    /** Returns docker-java's commands, made at the first use: a command that only looks something up need not load them. */
    synchronized DockerClient client() {
        if (client == null) {
            client = DockerClientImpl.getInstance(config, http);
        }
        return client;
    }

    /** Connects and agrees on a version, in one round trip for most engines; fails when that takes longer than {@code patience}. */
    static DockerConnection open(EngineEndpoint endpoint, Path dockerConfig, Duration patience) {
        var http = new HttpTransport(Dialer.to(endpoint));
        var asked = inBackground(() -> agree(http));
        // made while the engine thinks about its answer, as loading its classes takes as long
        var mapper = new ObjectMapper()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
        var agreed = within(patience, asked);
        return new DockerConnection(
                http, new ClientConfig(endpoint.uri(), agreed.version(), dockerConfig, mapper), agreed.podman());
    }

    /**
     * Asks for the preferred version. An engine too old or too new for it says which one it speaks best, in a header that it
     * sends with the refusal as well. Podman adds the version of its own API.
     */
    private static Agreement agree(HttpTransport http) throws IOException {
        var ping = Request.builder()
                .method(Request.Method.GET)
                .path("/" + PREFERRED.asWebPathPart() + "/_ping")
                .build();
        try (var answer = http.execute(ping)) {
            var header = String.valueOf(answer.getHeader("api-version"));
            var best = RemoteApiVersion.parseConfigWithDefault(header);
            int status = answer.getStatusCode();
            boolean speaksIt = status == 200;
            if (status == 400 && wantsTls(answer.getBody())) {
                throw new EngineException(
                        Kind.UNAVAILABLE,
                        "what answers there speaks TLS only",
                        null,
                        "Set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the directory of ca.pem, cert.pem and key.pem");
            }
            if (best.equals(RemoteApiVersion.UNKNOWN_VERSION) || (!speaksIt && status != 400)) {
                throw new EngineException(
                        Kind.UNAVAILABLE,
                        "something answers, but not as a container engine (status %d)".formatted(status),
                        null);
            }
            return new Agreement(
                    speaksIt && best.isGreaterOrEqual(PREFERRED) ? PREFERRED : best,
                    answer.getHeader("libpod-api-version") != null);
        }
    }

    /** What Go's servers say to who speaks in the clear to them; too early to be of the engine's API. */
    private static boolean wantsTls(InputStream body) throws IOException {
        return new String(body.readNBytes(FIRST_WORDS), StandardCharsets.US_ASCII).contains("to an HTTPS server");
    }

    private static <T> FutureTask<T> inBackground(Callable<T> call) {
        var task = new FutureTask<>(call);
        var thread = new Thread(task, "minik-engine-ping");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static <T> T within(Duration patience, FutureTask<T> task) {
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw Failures.of(e);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new EngineException(Kind.UNAVAILABLE, "no answer within %d ms".formatted(patience.toMillis()), e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.UNAVAILABLE, "interrupted while waiting for the engine", e);
        }
    }
}
