package dev.minik.engine.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.PortPublish;
import dev.minik.model.Protocol;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the engine does with containers, apart from talking to what runs in them. */
final class ContainerOperations {
    private static final FrozenCgroups FROZEN = new FrozenCgroups(Path.of("/sys/fs/cgroup/freezer"));
    private static final Duration LISTING = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12,64}");

    private final DockerConnection engine;
    private final boolean here;

    /** Makes operations of an engine; {@code here} tells whether its containers' control groups may be this host's. */
    ContainerOperations(DockerConnection engine, boolean here) {
        this.engine = engine;
        this.here = here;
    }

    String create(ContainerSpec spec) {
        return Failures.translated(
                () -> ContainerRequest.of(engine.client(), spec).exec().getId());
    }

    void copyInto(String container, String directory, InputStream tar) {
        Failures.translated(() -> engine.client()
                .copyArchiveToContainerCmd(container)
                .withRemotePath(directory)
                .withTarInputStream(tar)
                .exec());
    }

    InputStream copyFrom(String container, String path) {
        return Failures.translated(() -> engine.json().stream("/containers/" + container + "/archive", "path", path));
    }

    void start(String container) {
        inState(() -> engine.client().startContainerCmd(container).exec());
    }

    /** Docker answers when the container has ended, and may list it as one that runs for a moment after that. */
    void stop(String container, Duration grace) {
        setRestart(container, RestartPolicy.unlessStoppedRestart());
        inState(() -> engine.client()
                .stopContainerCmd(container)
                .withTimeout(Math.toIntExact(grace.toSeconds()))
                .exec());
        var deadline = System.nanoTime() + LISTING.toNanos();
        while (find(container).filter(one -> one.state() == State.RUNNING).isPresent()
                && System.nanoTime() < deadline) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Kind.OTHER, "interrupted", e);
        }
    }

    void pause(String container) {
        unlessIn(
                State.PAUSED,
                container,
                () -> engine.client().pauseContainerCmd(container).exec());
    }

    void unpause(String container) {
        unlessIn(
                State.RUNNING,
                container,
                () -> engine.client().unpauseContainerCmd(container).exec());
    }

    /** Engines refuse this in various ways when it is so already. */
    private void unlessIn(State wanted, String container, Runnable call) {
        try {
            Failures.translated(call);
        } catch (EngineException e) {
            if (find(container).filter(one -> one.state() == wanted).isEmpty()) {
                throw e;
            }
        }
    }

    /**
     * Docker has a policy of that name, but takes for stopped by the user what it has to end itself when it starts after it was killed
     * (<a href="https://github.com/moby/moby/blob/v26.1.5/daemon/kill.go">killWithSignal</a>). So it is always, until just before it is stopped.
     */
    void restartUnlessStopped(String container) {
        setRestart(container, RestartPolicy.alwaysRestart());
    }

    private void setRestart(String container, RestartPolicy policy) {
        if (engine.podman().isEmpty()) {
            Failures.translated(() -> engine.client()
                    .updateContainerCmd(container)
                    .withRestartPolicy(policy)
                    .exec());
        }
    }

    /** Engines tell of the year 1 where there was none, and Podman tells times of its own zone. */
    Optional<Instant> startOf(String container) {
        return Failures.translated(() -> {
            var told = engine.json()
                    .get("/containers/" + container + "/json")
                    .path("State")
                    .path("StartedAt")
                    .asText();
            return Optional.of(OffsetDateTime.parse(told).toInstant()).filter(start -> start.isAfter(Instant.EPOCH));
        });
    }

    /** Makes a call whose aim is reached as well when the container is in the wanted state already. */
    private static void inState(Runnable call) {
        Failures.translated(() -> {
            try {
                call.run();
            } catch (NotModifiedException e) {
                return;
            }
        });
    }

    /** Removes a container; one that someone else is removing already is waited for. */
    void remove(String container) {
        try {
            removeNow(container);
        } catch (EngineException e) {
            if (e.kind() == Kind.CONFLICT) {
                Failures.tolerant(
                        () -> engine.json().post("/containers/" + container + "/wait", "condition", "removed"));
            } else if (e.kind() == Kind.OTHER && (thaw(container) || hasEnded(container))) {
                removeNow(container);
            } else {
                throw e;
            }
        }
    }

    /** Podman fails to kill, and so to remove, what ends by itself at that moment. */
    private boolean hasEnded(String container) {
        return find(container).filter(one -> one.state() == State.EXITED).isPresent();
    }

    private boolean thaw(String container) {
        return here
                && find(container).map(ContainerInfo::id).filter(FROZEN::thaw).isPresent();
    }

    /** Told to by Docker's API, Podman gives a container its stop signal and ten seconds before it kills it. */
    private void removeNow(String container) {
        Failures.tolerant(() -> engine.podman()
                .ifPresentOrElse(
                        podman -> podman.delete(
                                "/containers/" + container, "force", "true", "volumes", "true", "timeout", "0"),
                        () -> engine.client()
                                .removeContainerCmd(container)
                                .withForce(true)
                                .withRemoveVolumes(true)
                                .exec()));
    }

    List<ContainerInfo> list(Map<String, String> labels) {
        return list(engine.json().labelFilter(labels));
    }

    Optional<ContainerInfo> find(String container) {
        var byName = list(engine.json().filter("name", List.of("^/?" + container.replace(".", "\\.") + "$")));
        if (!byName.isEmpty() || !ID.matcher(container).matches()) {
            return byName.stream().findFirst();
        }
        return list(engine.json().filter("id", List.of(container))).stream().findFirst();
    }

    private List<ContainerInfo> list(String filters) {
        return Failures.translated(() -> {
            var answer = engine.json().get("/containers/json", "all", "1", "filters", filters);
            var containers = new ArrayList<ContainerInfo>();
            answer.forEach(one -> containers.add(info(one)));
            return List.copyOf(containers);
        });
    }

    private static ContainerInfo info(JsonNode container) {
        var name = container.path("Names").path(0).asText("");
        return new ContainerInfo(
                container.path("Id").asText(),
                name.startsWith("/") ? name.substring(1) : name,
                container.path("Image").asText(),
                state(container.path("State").asText()),
                container.path("Status").asText(),
                Json.textMap(container.path("Labels")),
                ports(container.path("Ports")),
                addresses(container.path("NetworkSettings").path("Networks")),
                container.path("Created").asLong());
    }

    private static State state(String word) {
        return switch (word) {
            case "created", "configured", "initialized" -> State.CREATED;
            case "running" -> State.RUNNING;
            case "paused" -> State.PAUSED;
            case "restarting" -> State.RESTARTING;
            case "removing", "stopping" -> State.REMOVING;
            case "exited", "stopped" -> State.EXITED;
            case "dead" -> State.DEAD;
            default -> throw new EngineException(Kind.OTHER, "unknown container state " + word, null);
        };
    }

    private static List<PortPublish> ports(JsonNode ports) {
        var published = new LinkedHashSet<PortPublish>();
        for (var port : ports) {
            int hostPort = port.path("PublicPort").asInt(0);
            if (hostPort > 0) {
                published.add(new PortPublish(
                        port.path("IP").asText(""),
                        hostPort,
                        port.path("PrivatePort").asInt(),
                        Protocol.valueOf(port.path("Type").asText("tcp").toUpperCase(Locale.ROOT))));
            }
        }
        return List.copyOf(published);
    }

    private static Map<String, String> addresses(JsonNode networks) {
        var addresses = new LinkedHashMap<String, String>();
        networks.properties().forEach(network -> {
            var address = network.getValue().path("IPAddress").asText("");
            if (!address.isEmpty()) {
                addresses.put(network.getKey(), address);
            }
        });
        return addresses;
    }
}
