package dev.minik.engine.docker;

import com.github.dockerjava.api.DockerClient;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.NetworkInfo;
import dev.minik.engine.NetworkSpec;
import dev.minik.engine.VolumeInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An engine that serves Docker's API. */
public final class DockerEngine implements Engine {
    private final DockerClient client;
    private final Endpoint endpoint;
    private final DockerContainers containers;
    private final DockerStreams streams;
    private final DockerImages images;
    private final DockerStorage storage;

    private DockerEngine(DockerClient client, Endpoint endpoint) {
        this.client = client;
        this.endpoint = endpoint;
        this.containers = new DockerContainers(client);
        this.streams = new DockerStreams(client);
        this.images = new DockerImages(client);
        this.storage = new DockerStorage(client);
    }

    /** Opens an engine; nothing is sent before the first question. */
    public static DockerEngine open(Endpoint endpoint) {
        return new DockerEngine(DockerConnection.open(endpoint), endpoint);
    }

    /** Asks for nothing but an answer; fails with {@link dev.minik.engine.EngineException} when there is none. */
    public void ping() {
        Translation.of(() -> client.pingCmd().exec());
    }

    @Override
    public EngineInfo info() {
        return Translation.of(() -> {
            var info = client.infoCmd().exec();
            var version = info.getServerVersion() == null ? "" : info.getServerVersion();
            return new EngineInfo(
                    DockerConnection.productName(client),
                    version,
                    info.getId() == null ? "" : info.getId(),
                    endpoint.url().toString(),
                    endpoint.local(),
                    "2".equals(info.getCGroupVersion()) ? 2 : 1,
                    text(info.getCGroupDriver()),
                    architecture(text(info.getArchitecture())),
                    text(info.getOperatingSystem()),
                    text(info.getKernelVersion()),
                    info.getNCPU() == null ? 0 : info.getNCPU(),
                    info.getMemTotal() == null ? 0 : info.getMemTotal(),
                    text(info.getDockerRootDir()),
                    text(info.getDriver()),
                    info.getSecurityOptions() == null ? List.of() : info.getSecurityOptions());
        });
    }

    @Override
    public Optional<ImageInfo> findImage(String reference) {
        return images.find(reference);
    }

    @Override
    public void pullImage(String reference, Consumer<String> status) {
        images.pull(reference, status);
    }

    @Override
    public List<String> loadImage(InputStream archive) {
        return images.load(archive);
    }

    @Override
    public InputStream saveImages(List<String> references) {
        return images.save(references);
    }

    @Override
    public void tagImage(String reference, String newReference) {
        images.tag(reference, newReference);
    }

    @Override
    public void removeImage(String reference) {
        images.remove(reference);
    }

    @Override
    public void createNetwork(NetworkSpec spec) {
        storage.createNetwork(spec);
    }

    @Override
    public List<NetworkInfo> listNetworks(Map<String, String> labels) {
        return storage.networks(labels);
    }

    @Override
    public void removeNetwork(String network) {
        storage.removeNetwork(network);
    }

    @Override
    public void createVolume(String name, Map<String, String> labels) {
        storage.createVolume(name, labels);
    }

    @Override
    public List<VolumeInfo> listVolumes(Map<String, String> labels) {
        return storage.volumes(labels);
    }

    @Override
    public void removeVolume(String name) {
        storage.removeVolume(name);
    }

    @Override
    public String createContainer(ContainerSpec spec) {
        return containers.create(spec);
    }

    @Override
    public void copyInto(String container, String directory, InputStream tar) {
        streams.copyInto(container, directory, tar);
    }

    @Override
    public InputStream copyFrom(String container, String path) {
        return streams.copyFrom(container, path);
    }

    @Override
    public void startContainer(String container) {
        containers.start(container);
    }

    @Override
    public void stopContainer(String container, Duration grace) {
        containers.stop(container, grace);
    }

    @Override
    public void removeContainer(String container) {
        containers.remove(container);
    }

    @Override
    public List<ContainerInfo> listContainers(Map<String, String> labels) {
        return containers.list(labels);
    }

    @Override
    public Optional<ContainerInfo> findContainer(String container) {
        return containers.find(container);
    }

    @Override
    public Attachment attach(String container, Consumer<String> line, Runnable ended) {
        return streams.attach(container, line, ended);
    }

    @Override
    public ExecResult exec(String container, ExecSpec spec) {
        return streams.exec(container, spec);
    }

    @Override
    public String logs(String container, int lines) {
        return streams.logs(container, lines);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String architecture(String machine) {
        return switch (machine) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> machine;
        };
    }

    private static String text(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }
}
