package dev.minik.cluster.registry;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.PortPublish;
import dev.minik.model.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Chooses host ports of registries. */
final class RegistryPorts {
    /** The one that kind's guide uses: 5000 is taken on a Mac. */
    static final int USUAL = 5001;

    /** Outgoing connections and engines take lower ones by themselves, so these are most likely free whenever a registry starts again. */
    private static final int FIRST_QUIET = 61_000;

    private static final int LAST = 65_535;
    private static final int CANDIDATES = 5;

    private final Engine engine;
    private final Random random;

    RegistryPorts(Engine engine, Random random) {
        this.engine = engine;
        this.random = random;
    }

    /**
     * Returns the ports to try, in their order: the one that is asked for, the usual one, or for a cache, to which nobody pushes, some
     * that are free as far as the engine knows.
     */
    List<Integer> candidates(OptionalInt wanted, boolean cache) {
        if (wanted.orElse(0) > 0) {
            return List.of(wanted.getAsInt());
        }
        if (wanted.isEmpty() && !cache) {
            return List.of(USUAL);
        }
        var taken = taken();
        return IntStream.generate(() -> FIRST_QUIET + random.nextInt(LAST - FIRST_QUIET + 1))
                .filter(port -> !taken.contains(port))
                .distinct()
                .limit(CANDIDATES)
                .boxed()
                .toList();
    }

    private Set<Integer> taken() {
        var taken = new HashSet<Integer>();
        for (var container : engine.listContainers(Map.of())) {
            taken.addAll(ports(container));
        }
        return taken;
    }

    private static Set<Integer> ports(ContainerInfo container) {
        var ports = container.ports().stream().map(PortPublish::hostPort).collect(Collectors.toSet());
        Optional.ofNullable(container.labels().get(Labels.REGISTRY_PORT))
                .map(Integer::valueOf)
                .ifPresent(ports::add);
        return ports;
    }
}
