package dev.minik.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an engine says of itself and its host.
 *
 * @param name the product: {@link #DOCKER} or {@link #PODMAN}
 * @param version the engine's version
 * @param id identifies this engine among others, stable over restarts
 * @param endpoint how it was reached, such as {@code unix:///var/run/docker.sock}
 * @param local whether the engine runs on this host, so that its addresses and files are this host's
 * @param cgroupVersion 1 or 2
 * @param cgroupDriver {@code cgroupfs} or {@code systemd}
 * @param architecture Go's name of the host's architecture, such as {@code amd64}
 * @param operatingSystem the host's operating system, for people
 * @param kernel the host's kernel release
 * @param cpus number of the host's processors
 * @param memoryBytes the host's memory
 * @param rootDirectory where the engine keeps its data, on its host
 * @param storageDriver the engine's storage driver
 * @param securityOptions the engine's security options, such as {@code name=rootless}
 * @param controllers the cgroup controllers by which it can limit containers, of {@code cpu}, {@code memory} and {@code pids}
 * @param remote its host, when that is another one, reached over the network; empty where what it publishes on its loopback address
 *     is reached by this host's, as with Docker Desktop's virtual machine
 */
public record EngineInfo(
        String name,
        String version,
        String id,
        String endpoint,
        boolean local,
        int cgroupVersion,
        String cgroupDriver,
        String architecture,
        String operatingSystem,
        String kernel,
        int cpus,
        long memoryBytes,
        String rootDirectory,
        String storageDriver,
        List<String> securityOptions,
        Set<String> controllers,
        Optional<RemoteHost> remote) {

    /** The name of Docker, and of what cannot be told from it. */
    public static final String DOCKER = "Docker";

    /** The name of Podman. */
    public static final String PODMAN = "Podman";

    /** Copies the collections. */
    public EngineInfo {
        securityOptions = List.copyOf(securityOptions);
        controllers = Set.copyOf(controllers);
    }

    /** Returns the engine's own command, for what users are told to do with it. */
    public String command() {
        return name.equals(PODMAN) ? "podman" : "docker";
    }

    /**
     * Returns whether ports can be published on {@code ::1}. Podman publishes by address translation, of which the kernel has none from
     * that address (<a href="https://github.com/containers/podman/issues/14491">Podman issue 14491</a>).
     */
    public boolean publishesOnLoopback6() {
        return !name.equals(PODMAN);
    }

    /** Returns whether the engine runs without root's rights. */
    public boolean rootless() {
        return securityOptions.stream().anyMatch(option -> option.contains("rootless"));
    }
}
