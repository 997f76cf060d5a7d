package dev.minik.engine.fake;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.Mount;
import dev.minik.engine.PortPublish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One container of a {@link FakeEngine}, which guards it. */
final class FakeContainer {
    final String id;
    final ContainerSpec spec;
    final long created;
    final List<String> output = new ArrayList<>();
    final List<Reader> attached = new CopyOnWriteArrayList<>();
    final Map<String, FakeFiles> mounted = new LinkedHashMap<>();
    final FakeFiles root;
    /** Its addresses in networks that it was connected to later, by their names; empty while it is stopped. */
    final Map<String, String> connected = new LinkedHashMap<>();

    State state = State.CREATED;
    Optional<Instant> started = Optional.empty();
    String address = "";
    List<PortPublish> ports = List.of();

    FakeContainer(String id, ContainerSpec spec, long created, FakeFiles root) {
        this.root = root;
        this.id = id;
        this.spec = spec;
        this.created = created;
    }

    boolean is(String nameOrId) {
        return spec.name().equals(nameOrId) || (nameOrId.length() >= 12 && id.startsWith(nameOrId));
    }

    boolean uses(String volume) {
        return spec.mounts().stream()
                .anyMatch(
                        mount -> mount instanceof Mount.Volume one && one.name().equals(volume));
    }

    /** Somebody who is attached to the output. */
    record Reader(Consumer<String> line, Runnable ended) {}

    void stopped() {
        attached.forEach(reader -> reader.ended().run());
        attached.clear();
        state = State.EXITED;
        address = "";
        connected.replaceAll((network, old) -> "");
        ports = List.of();
    }

    Set<String> networks() {
        var names = new TreeSet<>(connected.keySet());
        if (!spec.network().equals("none")) {
            names.add(spec.network());
        }
        return names;
    }

    private Map<String, String> addresses() {
        var addresses = new LinkedHashMap<String, String>();
        addresses.put(spec.network(), address);
        addresses.putAll(connected);
        addresses.values().removeIf(String::isEmpty);
        return addresses;
    }

    /** Goes from one state into another; nothing happens when it is there already. */
    void become(State wanted, State from) {
        if (state != wanted && state != from) {
            throw new EngineException(Kind.CONFLICT, "container %s is %s".formatted(id, state), null);
        }
        state = wanted;
    }

    /** Returns the files that hold {@code path}: of the innermost mount above it, else the container's own. */
    FakeFiles filesAt(String path) {
        return mounted.getOrDefault(mountAbove(path), root);
    }

    /** Returns {@code path} as seen in {@link #filesAt}. */
    String within(String path) {
        return path.substring(mountAbove(path).length());
    }

    private String mountAbove(String path) {
        return mounted.keySet().stream()
                .filter(target -> path.equals(target) || path.startsWith(target + "/"))
                .max((one, other) -> Integer.compare(one.length(), other.length()))
                .orElse("");
    }

    ContainerInfo info() {
        return new ContainerInfo(
                id,
                spec.name(),
                spec.image(),
                state,
                state == State.RUNNING ? "Up 1 second" : "Not running",
                spec.labels(),
                ports,
                addresses(),
                created);
    }
}
