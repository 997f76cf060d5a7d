package dev.minik.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.time.Duration;
import java.util.Locale;

/** Opens connections. */
final class DockerConnection {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 200;

    private DockerConnection() {}

    static DockerClient open(Endpoint endpoint) {
        var builder = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(endpoint.url().toString())
                .withDockerTlsVerify(endpoint.certificates().isPresent());
        endpoint.certificates().ifPresent(path -> builder.withDockerCertPath(path.toString()));
        // no API version: the engine then answers in its own, which no engine refuses
        var config = builder.build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .maxConnections(CONNECTIONS)
                .connectionTimeout(CONNECT)
                .build();
        return DockerClientImpl.getInstance(config, http);
    }

    /** Podman tells its name only among the components of its version. */
    static String productName(DockerClient client) {
        var components = client.versionCmd().exec().getComponents();
        var podman = components != null
                && components.stream()
                        .anyMatch(component ->
                                component.getName() != null
                                        && component.getName().toLowerCase(Locale.ROOT).contains("podman"));
        return podman ? "Podman" : "Docker";
    }
}
