package dev.minik.engine.fake;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.Mount;
import dev.minik.engine.NetworkSpec;
import dev.minik.engine.PortPublish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The containers of a {@link FakeEngine}, and what they hold on to. Guarded by its own lock. */
final class FakeContainers {
    private static final int FIRST_FREE_PORT = 40_000;

    private final List<FakeContainer> containers = new ArrayList<>();
    private final FakeNetworks networks = new FakeNetworks();
    private final FakeVolumes volumes = new FakeVolumes();
    private final Set<Integer> occupied = new HashSet<>();
    private final FakeImages images;
    private Function<ContainerSpec, List<String>> startLines = spec -> List.of();
    private int made;

    FakeContainers(FakeImages images) {
        this.images = images;
    }

    FakeNetworks networks() {
        return networks;
    }

    FakeVolumes volumes() {
        return volumes;
    }

    void printing(Function<ContainerSpec, List<String>> lines) {
        startLines = lines;
    }

    void occupyPort(int port) {
        occupied.add(port);
    }

    String create(ContainerSpec spec) {
        if (containers.stream().anyMatch(one -> one.spec.name().equals(spec.name()))) {
            throw new EngineException(
                    Kind.CONFLICT,
                    "Conflict. The container name \"/%s\" is already in use".formatted(spec.name()),
                    null);
        }
        var container = new FakeContainer(nextId(), spec, made, images.files(spec.image()));
        for (var mount : spec.mounts()) {
            if (mount instanceof Mount.Volume volume) {
                container.mounted.put(volume.target(), volumes.files(volume.name()));
            } else {
                container.mounted.put(mount.target(), FakeFiles.ofVolume());
            }
        }
        containers.add(container);
        return container.id;
    }

    private String nextId() {
        made++;
        return "%012x%052d".formatted(0xfa4e00000000L + made, 0);
    }

    Optional<FakeContainer> find(String nameOrId) {
        return containers.stream().filter(one -> one.is(nameOrId)).findFirst();
    }

    FakeContainer get(String nameOrId) {
        return find(nameOrId)
                .orElseThrow(() -> new EngineException(Kind.NOT_FOUND, "No such container: " + nameOrId, null));
    }

    List<ContainerInfo> list(Map<String, String> labels) {
        return containers.stream()
                .filter(one -> FakeLabels.match(one.spec.labels(), labels))
                .map(FakeContainer::info)
                .toList();
    }

    void remove(String nameOrId) {
        find(nameOrId).ifPresent(containers::remove);
    }

    /** Starts a container; what it prints is told outside the lock, as its readers may call the engine. */
    void start(String nameOrId) {
        FakeContainer container;
        synchronized (this) {
            container = get(nameOrId);
            if (container.state == State.RUNNING) {
                return;
            }
            container.ports =
                    container.spec.ports().stream().map(this::published).toList();
            container.address = address(container.spec);
            container.connected.replaceAll((network, none) -> networks.freeAddress(network, usedAddresses()));
            container.state = State.RUNNING;
            container.started = Optional.of(Instant.now());
        }
        startLines.apply(container.spec).forEach(line -> print(container.id, line));
    }

    void print(String nameOrId, String line) {
        FakeContainer container;
        synchronized (this) {
            container = get(nameOrId);
            container.output.add(line);
        }
        container.attached.forEach(reader -> reader.line().accept(line));
    }

    private PortPublish published(PortPublish wanted) {
        var taken = running()
                .flatMap(one -> one.ports.stream())
                .filter(one -> one.protocol() == wanted.protocol())
                .map(PortPublish::hostPort)
                .collect(Collectors.toCollection(HashSet::new));
        taken.addAll(occupied);
        int port = wanted.hostPort();
        if (port == 0) {
            port = FIRST_FREE_PORT;
            while (taken.contains(port)) {
                port++;
            }
        } else if (taken.contains(port)) {
            throw new EngineException(
                    Kind.PORT_IN_USE,
                    "Bind for %s:%d failed: port is already allocated".formatted(wanted.hostAddress(), port),
                    null);
        }
        return new PortPublish(wanted.hostAddress(), port, wanted.containerPort(), wanted.protocol());
    }

    private String address(ContainerSpec spec) {
        if (spec.network().equals("none")) {
            return "";
        }
        var used = usedAddresses();
        var wanted = spec.address(false);
        if (wanted.isEmpty()) {
            return networks.freeAddress(spec.network(), used);
        }
        if (networks.find(spec.network()).isEmpty()) {
            throw new EngineException(Kind.NOT_FOUND, "network %s not found".formatted(spec.network()), null);
        }
        if (used.contains(wanted)) {
            throw new EngineException(Kind.CONFLICT, "Address already in use", null);
        }
        return wanted;
    }

    private Set<String> usedAddresses() {
        return running()
                .flatMap(one -> Stream.concat(Stream.of(one.address), one.connected.values().stream()))
                .collect(Collectors.toSet());
    }

    void connect(String network, String nameOrId) {
        var container = get(nameOrId);
        var name = networks.find(network)
                .orElseThrow(() -> new EngineException(Kind.NOT_FOUND, "network %s not found".formatted(network), null))
                .name();
        if (!container.networks().contains(name)) {
            container.connected.put(
                    name, container.state == State.RUNNING ? networks.freeAddress(name, usedAddresses()) : "");
        }
    }

    /** The network that a container was created with is not left: nobody does that. */
    void disconnect(String network, String nameOrId) {
        networks.find(network)
                .ifPresent(one -> find(nameOrId).ifPresent(container -> container.connected.remove(one.name())));
    }

    private Stream<FakeContainer> running() {
        return containers.stream().filter(one -> one.state == State.RUNNING);
    }

    void createNetwork(NetworkSpec spec) {
        networks.create(nextId(), spec);
    }

    void removeNetwork(String nameOrId) {
        networks.find(nameOrId).ifPresent(network -> {
            if (running().anyMatch(one -> one.networks().contains(network.name()))) {
                throw new EngineException(
                        Kind.CONFLICT, "network %s has active endpoints".formatted(network.name()), null);
            }
            networks.remove(nameOrId);
        });
    }

    void removeVolume(String name) {
        if (containers.stream().anyMatch(one -> one.uses(name))) {
            throw new EngineException(Kind.CONFLICT, "volume is in use", null);
        }
        volumes.remove(name);
    }
}
