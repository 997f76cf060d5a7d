package dev.minik.engine;

import java.util.List;
import java.util.Map;

/**
 * A privileged container to create: a node, or a helper that works like one.
 *
 * @param name its name
 * @param image the image's name or id
 * @param hostname its host name
 * @param entrypoint the program and its first arguments; empty for the image's
 * @param command further arguments; empty for the image's
 * @param environment variables
 * @param labels its labels
 * @param mounts what is mounted
 * @param ports what is published
 * @param network the network it joins; {@code none} for none
 * @param ipv4Address its fixed address there; empty for the engine's choice
 * @param aliases further names by which other containers of that network find it
 * @param tty whether it has a terminal, on which systemd reports
 * @param restartOnFailure how often the engine starts it again after a failure
 */
public record ContainerSpec(
        String name,
        String image,
        String hostname,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> labels,
        List<Mount> mounts,
        List<PortPublish> ports,
        String network,
        String ipv4Address,
        List<String> aliases,
        boolean tty,
        int restartOnFailure) {
    /** Copies the collections. */
    public ContainerSpec {
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
        aliases = List.copyOf(aliases);
    }
}
