package dev.minik.engine.fake;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Mount;
import dev.minik.engine.PortPublish;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    final FakeFiles root = FakeFiles.ofImage();
    State state = State.CREATED;
    String address = "";
    List<PortPublish> ports = List.of();

    FakeContainer(String id, ContainerSpec spec, long created) {
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
        ports = List.of();
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
                address.isEmpty() ? Map.of() : Map.of(spec.network(), address),
                created);
    }
}
