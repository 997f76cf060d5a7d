package dev.minik.engine.docker;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineEndpoint;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.HostEnvironment;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.NetworkInfo;
import dev.minik.engine.NetworkSpec;
import dev.minik.engine.VolumeInfo;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Docker, or an engine that speaks its API. */
public final class DockerEngine implements Engine {
    private final EngineFacts facts;
    private final ImageOperations images;
    private final NetworkOperations networks;
    private final VolumeOperations volumes;
    private final ContainerOperations containers;
    private final ExecOperations execs;

    private DockerEngine(DockerConnection connection, EngineEndpoint endpoint, HostEnvironment host) {
        facts = new EngineFacts(connection, endpoint, host);
        images = new ImageOperations(connection);
        networks = new NetworkOperations(connection);
        volumes = new VolumeOperations(connection);
        containers = new ContainerOperations(connection, new EngineAddress(endpoint).isHere());
        execs = new ExecOperations(connection);
    }

    /**
     * Connects to an engine and agrees with it on a version of the API.
     *
     * @param patience how long the engine may take to answer
     * @throws EngineException of kind {@code UNAVAILABLE} when no engine answers in time
     */
    public static DockerEngine connect(EngineEndpoint endpoint, HostEnvironment host, Duration patience) {
        return new DockerEngine(DockerConnection.open(endpoint, host.dockerConfig(), patience), endpoint, host);
    }

    @Override
    public EngineInfo info() {
        return facts.read();
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
        networks.create(spec);
    }

    @Override
    public List<NetworkInfo> listNetworks(Map<String, String> labels) {
        return networks.list(labels);
    }

    @Override
    public void removeNetwork(String network) {
        networks.remove(network);
    }

    @Override
    public void connectNetwork(String network, String container) {
        networks.connect(network, container);
    }

    @Override
    public void disconnectNetwork(String network, String container) {
        networks.disconnect(network, container);
    }

    @Override
    public Set<String> networksOf(String container) {
        return networks.of(container);
    }

    @Override
    public void createVolume(String name, Map<String, String> labels) {
        volumes.create(name, labels);
    }

    @Override
    public List<VolumeInfo> listVolumes(Map<String, String> labels) {
        return volumes.list(labels);
    }

    @Override
    public void removeVolume(String name) {
        volumes.remove(name);
    }

    @Override
    public String createContainer(ContainerSpec spec) {
        return containers.create(spec);
    }

    @Override
    public void copyInto(String container, String directory, InputStream tar) {
        containers.copyInto(container, directory, tar);
    }

    @Override
    public InputStream copyFrom(String container, String path) {
        return containers.copyFrom(container, path);
    }

    @Override
    public void commitContainer(String container, String reference) {
        images.commit(container, reference);
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
    public void pauseContainer(String container) {
        containers.pause(container);
    }

    @Override
    public void unpauseContainer(String container) {
        containers.unpause(container);
    }

    @Override
    public Optional<Instant> startOf(String container) {
        return containers.startOf(container);
    }

    @Override
    public void restartUnlessStopped(String container) {
        containers.restartUnlessStopped(container);
    }

    @Override
    public Instant now() {
        return facts.now();
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
        return execs.attach(container, line, ended);
    }

    @Override
    public ExecResult exec(String container, ExecSpec spec) {
        return execs.exec(container, spec);
    }

    @Override
    public String logs(String container, int lines) {
        return execs.logs(container, lines);
    }

    @Override
    public void close() {
        // Every request has its own connection and closes it.
    }
}
