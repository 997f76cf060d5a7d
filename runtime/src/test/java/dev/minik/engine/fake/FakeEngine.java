package dev.minik.engine.fake;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.NetworkInfo;
import dev.minik.engine.NetworkSpec;
import dev.minik.engine.RemoteHost;
import dev.minik.engine.VolumeInfo;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An engine in memory: it keeps names, addresses, ports, labels, files and states as a real one does, runs nothing, and
 * answers commands by a handler. Every call is logged, and can be made to fail.
 */
public final class FakeEngine implements Engine {
    private final EngineInfo info;
    private final ExecHandler commands;
    private final CallLog log = new CallLog();
    private final FakeImages images = new FakeImages();
    private final FakeImages registry = new FakeImages();
    private final FakeContainers containers = new FakeContainers(images);

    /** Makes an engine that describes itself by {@code info} and plays commands by {@code commands}. */
    public FakeEngine(EngineInfo info, ExecHandler commands) {
        this.info = info;
        this.commands = commands;
    }

    /** Makes an ordinary engine, in which every command succeeds without output. */
    public FakeEngine() {
        this((container, spec) -> new ExecResult(0, "", ""));
    }

    /** Makes an ordinary engine, which plays commands by {@code commands}. */
    public FakeEngine(ExecHandler commands) {
        this(ordinary(), commands);
    }

    /** Returns what an ordinary engine says of itself. */
    public static EngineInfo ordinary() {
        return info(true, 2, List.of(), Set.of("cpu", "memory", "pids"), Optional.empty());
    }

    /** Returns what an engine without root's rights says of itself. */
    public static EngineInfo rootless(int cgroupVersion, Set<String> controllers) {
        return info(true, cgroupVersion, List.of("name=rootless"), controllers, Optional.empty());
    }

    /** Returns what is known of an engine on another host. */
    public static EngineInfo remote(RemoteHost host) {
        return info(false, 2, List.of(), Set.of("cpu", "memory", "pids"), Optional.of(host));
    }

    private static EngineInfo info(
            boolean local,
            int cgroupVersion,
            List<String> security,
            Set<String> controllers,
            Optional<RemoteHost> remote) {
        return new EngineInfo(
                "Docker",
                "27.5.1",
                "FAKE:ENGINE",
                remote.map(host -> "tcp://" + host.name() + ":2376").orElse("unix:///var/run/docker.sock"),
                local,
                cgroupVersion,
                "systemd",
                "amd64",
                "Debian GNU/Linux 13 (trixie)",
                "6.12.0",
                8,
                16L << 30,
                "/var/lib/docker",
                "overlay2",
                security,
                controllers,
                remote);
    }

    /** Gives the engine an image. */
    public FakeEngine withImage(ImageInfo image) {
        synchronized (containers) {
            images.add(image);
        }
        return this;
    }

    /** Gives the engine an image of that name without labels. */
    public FakeEngine withImage(String name) {
        return withImage(FakeImages.plain(name));
    }

    /** Makes {@code archive} what the engine saves of any images that it has. */
    public FakeEngine saving(byte[] archive) {
        synchronized (containers) {
            images.saving(archive);
        }
        return this;
    }

    /** Makes an image one that can be pulled. */
    public FakeEngine withRegistryImage(ImageInfo image) {
        synchronized (containers) {
            registry.add(image);
        }
        return this;
    }

    /** Lets every container print {@code lines} of its specification when it starts. */
    public FakeEngine printing(Function<ContainerSpec, List<String>> lines) {
        synchronized (containers) {
            containers.printing(lines);
        }
        return this;
    }

    /** Makes every call of a method fail. */
    public void failOn(String method, EngineException failure) {
        log.failOn(call -> call.method().equals(method), failure);
    }

    /** Makes every call of a method fail that is about {@code subject}: a name, an id, or the specification of that name. */
    public void failOn(String method, String subject, EngineException failure) {
        log.failOn(
                call -> call.method().equals(method)
                        && call.arguments().stream()
                                .anyMatch(argument -> subject(argument).equals(subject)),
                failure);
    }

    /** Ends all failures set by {@code failOn}. */
    public void heal() {
        log.heal();
    }

    /** Returns every call so far, in order. */
    public List<Call> calls() {
        return log.calls();
    }

    /** Returns the calls of one method so far, in order. */
    public List<Call> calls(String method) {
        return calls().stream().filter(call -> call.method().equals(method)).toList();
    }

    /** Lets a running container print a line. */
    public void print(String container, String line) {
        containers.print(container, line);
    }

    /** Ends a container from inside, as when its first process dies. */
    public void crash(String container) {
        synchronized (containers) {
            containers.get(container).stopped();
        }
    }

    /** Takes a host port away, as another program would. */
    public void occupyPort(int port) {
        synchronized (containers) {
            containers.occupyPort(port);
        }
    }

    /** Returns a file, directory or link of a container. */
    public Optional<FakeFile> file(String container, String path) {
        synchronized (containers) {
            var one = containers.get(container);
            return one.filesAt(path).find(one.within(path));
        }
    }

    private static String subject(Object argument) {
        if (argument instanceof ContainerSpec spec) {
            return spec.name();
        }
        return argument instanceof NetworkSpec spec ? spec.name() : argument.toString();
    }

    @Override
    public EngineInfo info() {
        log.enter("info");
        return info;
    }

    @Override
    public Optional<ImageInfo> findImage(String reference) {
        log.enter("findImage", reference);
        synchronized (containers) {
            return images.find(reference);
        }
    }

    @Override
    public void pullImage(String reference, Consumer<String> status) {
        log.enter("pullImage", reference);
        synchronized (containers) {
            images.add(registry.get(reference));
        }
        status.accept("Downloaded newer image for " + reference);
    }

    @Override
    public List<String> loadImage(InputStream archive) {
        log.enter("loadImage");
        synchronized (containers) {
            return images.load(archive);
        }
    }

    @Override
    public InputStream saveImages(List<String> references) {
        log.enter("saveImages", references);
        synchronized (containers) {
            return images.save(references);
        }
    }

    @Override
    public void tagImage(String reference, String newReference) {
        log.enter("tagImage", reference, newReference);
        synchronized (containers) {
            images.tag(reference, newReference);
        }
    }

    @Override
    public void removeImage(String reference) {
        log.enter("removeImage", reference);
        synchronized (containers) {
            images.remove(reference);
        }
    }

    @Override
    public void createNetwork(NetworkSpec spec) {
        log.enter("createNetwork", spec);
        synchronized (containers) {
            containers.createNetwork(spec);
        }
    }

    @Override
    public List<NetworkInfo> listNetworks(Map<String, String> labels) {
        log.enter("listNetworks", labels);
        synchronized (containers) {
            return containers.networks().list(labels);
        }
    }

    @Override
    public void removeNetwork(String network) {
        log.enter("removeNetwork", network);
        synchronized (containers) {
            containers.removeNetwork(network);
        }
    }

    @Override
    public void connectNetwork(String network, String container) {
        log.enter("connectNetwork", network, container);
        synchronized (containers) {
            containers.connect(network, container);
        }
    }

    @Override
    public void disconnectNetwork(String network, String container) {
        log.enter("disconnectNetwork", network, container);
        synchronized (containers) {
            containers.disconnect(network, container);
        }
    }

    @Override
    public Set<String> networksOf(String container) {
        log.enter("networksOf", container);
        synchronized (containers) {
            return containers.get(container).networks();
        }
    }

    @Override
    public void createVolume(String name, Map<String, String> labels) {
        log.enter("createVolume", name, labels);
        synchronized (containers) {
            containers.volumes().create(name, labels);
        }
    }

    @Override
    public List<VolumeInfo> listVolumes(Map<String, String> labels) {
        log.enter("listVolumes", labels);
        synchronized (containers) {
            return containers.volumes().list(labels);
        }
    }

    @Override
    public void removeVolume(String name) {
        log.enter("removeVolume", name);
        synchronized (containers) {
            containers.removeVolume(name);
        }
    }

    @Override
    public String createContainer(ContainerSpec spec) {
        log.enter("createContainer", spec);
        synchronized (containers) {
            return containers.create(spec);
        }
    }

    @Override
    public void copyInto(String container, String directory, InputStream tar) {
        log.enter("copyInto", container, directory);
        synchronized (containers) {
            var one = containers.get(container);
            one.filesAt(directory).unpack(one.within(directory), tar);
        }
    }

    @Override
    public InputStream copyFrom(String container, String path) {
        log.enter("copyFrom", container, path);
        synchronized (containers) {
            var one = containers.get(container);
            var name = Path.of(path).getFileName();
            return one.filesAt(path).pack(one.within(path), name == null ? "" : name.toString());
        }
    }

    @Override
    public void commitContainer(String container, String reference) {
        log.enter("commitContainer", container, reference);
        synchronized (containers) {
            images.commit(containers.get(container), reference);
        }
    }

    @Override
    public void startContainer(String container) {
        log.enter("startContainer", container);
        containers.start(container);
    }

    @Override
    public void stopContainer(String container, Duration grace) {
        log.enter("stopContainer", container, grace);
        synchronized (containers) {
            containers.get(container).stopped();
        }
    }

    @Override
    public void pauseContainer(String container) {
        log.enter("pauseContainer", container);
        synchronized (containers) {
            containers.get(container).become(State.PAUSED, State.RUNNING);
        }
    }

    @Override
    public void unpauseContainer(String container) {
        log.enter("unpauseContainer", container);
        synchronized (containers) {
            containers.get(container).become(State.RUNNING, State.PAUSED);
        }
    }

    @Override
    public void restartUnlessStopped(String container) {
        log.enter("restartUnlessStopped", container);
        synchronized (containers) {
            containers.get(container);
        }
    }

    @Override
    public Optional<Instant> startOf(String container) {
        log.enter("startOf", container);
        synchronized (containers) {
            return containers.get(container).started;
        }
    }

    @Override
    public Instant now() {
        log.enter("now");
        return Instant.now();
    }

    @Override
    public void removeContainer(String container) {
        log.enter("removeContainer", container);
        synchronized (containers) {
            containers.remove(container);
        }
    }

    @Override
    public List<ContainerInfo> listContainers(Map<String, String> labels) {
        log.enter("listContainers", labels);
        synchronized (containers) {
            return containers.list(labels);
        }
    }

    @Override
    public Optional<ContainerInfo> findContainer(String container) {
        log.enter("findContainer", container);
        synchronized (containers) {
            return containers.find(container).map(FakeContainer::info);
        }
    }

    @Override
    public Attachment attach(String container, Consumer<String> line, Runnable ended) {
        log.enter("attach", container);
        synchronized (containers) {
            var attached = containers.get(container).attached;
            var reader = new FakeContainer.Reader(line, ended);
            attached.add(reader);
            return () -> attached.remove(reader);
        }
    }

    @Override
    public ExecResult exec(String container, ExecSpec spec) {
        log.enter("exec", container, spec);
        String name;
        synchronized (containers) {
            var one = containers.get(container);
            if (one.state != State.RUNNING) {
                throw new EngineException(Kind.CONFLICT, "container %s is not running".formatted(one.id), null);
            }
            name = one.spec.name();
        }
        return FakeOutput.directed(commands.run(name, spec), spec);
    }

    @Override
    public String logs(String container, int lines) {
        log.enter("logs", container, lines);
        synchronized (containers) {
            var output = containers.get(container).output;
            var last = output.subList(Math.max(0, output.size() - lines), output.size());
            return last.isEmpty() ? "" : String.join("\n", last) + "\n";
        }
    }

    @Override
    public void close() {
        log.enter("close");
    }
}
