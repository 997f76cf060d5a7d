package dev.minik.image.container;

import dev.minik.image.cache.CachedFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A container image.
 *
 * @param name its full name with its tag
 * @param architecture Go's name of the architecture
 * @param layers its layers, the lowest first: uncompressed tar archives
 * @param environment environment variables
 * @param entrypoint the program and its first arguments; empty for none
 * @param command further arguments; empty for none
 * @param labels labels
 * @param stopSignal what tells its first process to end; empty for the usual
 */
public record ContainerImage(
        String name,
        String architecture,
        List<CachedFile> layers,
        Map<String, String> environment,
        List<String> entrypoint,
        List<String> command,
        Map<String, String> labels,
        String stopSignal) {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Copies the collections. */
    public ContainerImage {
        layers = List.copyOf(layers);
        environment = Map.copyOf(environment);
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        labels = Map.copyOf(labels);
    }

    /** Returns an image that has only a PATH and a program. */
    public static ContainerImage of(
            String name, String architecture, List<CachedFile> layers, List<String> entrypoint) {
        return new ContainerImage(
                name, architecture, layers, Map.of("PATH", PATH), entrypoint, List.of(), Map.of(), "");
    }

    /** Returns this image with a further environment variable. */
    public ContainerImage withEnvironment(String variable, String value) {
        var more = new TreeMap<>(environment);
        more.put(variable, value);
        return new ContainerImage(name, architecture, layers, more, entrypoint, command, labels, stopSignal);
    }

    /** Returns this image with a default command. */
    public ContainerImage withCommand(String... arguments) {
        return new ContainerImage(
                name, architecture, layers, environment, entrypoint, List.of(arguments), labels, stopSignal);
    }

    /** Returns this image with other labels. */
    public ContainerImage withLabels(Map<String, String> all) {
        return new ContainerImage(name, architecture, layers, environment, entrypoint, command, all, stopSignal);
    }

    /** Returns this image with another stop signal. */
    public ContainerImage withStopSignal(String signal) {
        return new ContainerImage(name, architecture, layers, environment, entrypoint, command, labels, signal);
    }
}
