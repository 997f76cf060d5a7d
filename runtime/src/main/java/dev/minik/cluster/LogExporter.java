package dev.minik.cluster;

import dev.minik.archive.TarReader;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what nodes have logged. What cannot be had, from a node that is stopped or half made, is said in a file of the bundle. */
final class LogExporter {
    private static final int CONSOLE_LINES = 10_000;
    private static final Map<String, List<String>> COMMANDS = commands();
    private static final List<String> DIRECTORIES = List.of("/var/log/pods", "/minik/log");

    private final Engine engine;
    private final Tasks tasks;

    LogExporter(Engine engine, Tasks tasks) {
        this.engine = engine;
        this.tasks = tasks;
    }

    /** Writes the logs of {@code nodes} below {@code directory}, a directory for each node. */
    void export(List<ContainerInfo> nodes, Path directory) {
        tasks.all(nodes, node -> exportNode(node, directory.resolve(node.name())));
    }

    private void exportNode(ContainerInfo node, Path directory) {
        var missing = new ArrayList<String>();
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("container.txt"), node.toString() + "\n");
            Files.writeString(directory.resolve("console.log"), engine.logs(node.id(), CONSOLE_LINES));
            if (node.state() == ContainerInfo.State.RUNNING) {
                for (var command : COMMANDS.entrySet()) {
                    run(node, command.getValue(), directory.resolve(command.getKey()))
                            .ifPresent(missing::add);
                }
            }
            for (String source : DIRECTORIES) {
                copy(node, source, directory).ifPresent(missing::add);
            }
            if (!missing.isEmpty()) {
                Files.write(directory.resolve("missing.txt"), missing);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("logs cannot be written to " + directory, e);
        }
    }

    private Optional<String> run(ContainerInfo node, List<String> command, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            engine.exec(
                    node.id(),
                    new ExecSpec(command, Map.of(), Optional.empty(), Optional.of(out), Optional.empty(), false));
            return Optional.empty();
        } catch (EngineException e) {
            return Optional.of("%s: %s".formatted(String.join(" ", command), e.getMessage()));
        }
    }

    private Optional<String> copy(ContainerInfo node, String source, Path directory) throws IOException {
        try (var tar = engine.copyFrom(node.id(), source)) {
            TarReader.unpack(tar, directory);
            return Optional.empty();
        } catch (EngineException e) {
            return Optional.of("%s: %s".formatted(source, e.getMessage()));
        }
    }

    private static Map<String, List<String>> commands() {
        var commands = new LinkedHashMap<String, List<String>>();
        commands.put("journal.log", List.of("journalctl", "--no-pager"));
        commands.put("kubelet.log", List.of("journalctl", "--no-pager", "-u", "kubelet"));
        commands.put("containerd.log", List.of("journalctl", "--no-pager", "-u", "containerd"));
        commands.put("images.log", List.of("crictl", "images"));
        commands.put("containers.log", List.of("crictl", "ps", "-a"));
        commands.put("units.log", List.of("systemctl", "list-units", "--all", "--no-pager"));
        commands.put("kubernetes-version.txt", List.of("cat", "/kind/version"));
        return commands;
    }
}
