package dev.minik.registry;

import dev.minik.archive.TarBuilder;
import dev.minik.archive.TarEntry;
import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.config.RegistryConfig;
import dev.minik.engine.ContainerFiles;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.patch.ContainerdPatches;
import dev.minik.plan.RegistryFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What nodes are told of registries, changed while they live. containerd reads it at each pull.
 *
 * @see <a href="https://github.com/containerd/containerd/blob/main/docs/hosts.md">containerd's hosts.toml</a>
 */
public final class NodeRegistries {
    private static final String HOSTS = "hosts.toml";
    private static final int READABLE = 0644;
    private static final int SECRET = 0600;
    private static final int FILE_LIMIT = 1 << 20;
    private static final int MAX_FILES = 1000;

    private final Engine engine;

    /** Changes nodes in {@code engine}. */
    public NodeRegistries(Engine engine) {
        this.engine = engine;
    }

    /**
     * Makes what a node is told of registries equal to {@code configs}; what is so already is left alone.
     *
     * @return whether anything was changed
     */
    public boolean set(ContainerInfo node, List<RegistryConfig> configs) {
        var had = read(node);
        var wanted = configs.stream().map(RegistryConfig::host).collect(Collectors.toSet());
        var gone = new TreeSet<>(hosts(had));
        gone.removeAll(wanted);
        return change(node, had, configs, gone);
    }

    /** Tells a node of registries, besides what it is told of others. */
    public boolean add(ContainerInfo node, List<RegistryConfig> configs) {
        return change(node, read(node), configs, Set.of());
    }

    /** Has a node forget registries, besides what it is told of others. */
    public boolean remove(ContainerInfo node, Set<String> hosts) {
        var had = read(node);
        var gone = new TreeSet<>(hosts(had));
        gone.retainAll(hosts);
        return change(node, had, List.of(), gone);
    }

    /**
     * Fails where a node's containerd would not read what it is told, or has been told otherwise by somebody else.
     *
     * @throws MinikException with {@link ExitCode#WRONG_STATE}
     */
    public void check(ContainerInfo node, List<RegistryConfig> configs) {
        var had = read(node);
        RegistryFiles.of(configs).stream()
                // a port of this host may have been another registry's
                .filter(file -> !host(file.path()).startsWith("localhost:"))
                .filter(file -> Optional.ofNullable(had.get(file.path()))
                        .map(Found::content)
                        .filter(text -> !text.isEmpty() && !text.equals(file.content()))
                        .isPresent())
                .findFirst()
                .ifPresent(file -> {
                    throw MinikException.of(
                            ExitCode.WRONG_STATE,
                            "%s has been told already how to reach %s".formatted(node.name(), host(file.path())),
                            "leave out what says so: registries in the cluster's config file, or another cache of it");
                });
        containerdConfig(node).filter(ContainerdPatches::namesMirrors).ifPresent(text -> {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "containerd of %s is configured with registry.mirrors, beside which it does not look into %s"
                            .formatted(node.name(), RegistryConfig.DIRECTORY),
                    "create the cluster without these patches of containerd's configuration");
        });
    }

    private boolean change(ContainerInfo node, Map<String, Found> had, List<RegistryConfig> configs, Set<String> gone) {
        var files = new ArrayList<NodeFile>();
        RegistryFiles.of(configs).stream()
                .filter(file -> !new Found(file.mode(), file.content()).equals(had.get(file.path())))
                .forEach(files::add);
        var hosts = configs.stream().map(RegistryConfig::host).collect(Collectors.toSet());
        var stale = had.keySet().stream()
                .filter(path -> hosts.contains(host(path))
                        && RegistryFiles.of(configs).stream()
                                .noneMatch(file -> file.path().equals(path)))
                .toList();
        var paths = Stream.concat(stale.stream(), gone.stream().map(host -> RegistryConfig.DIRECTORY + "/" + host))
                .toList();
        var config = configs.isEmpty() ? Optional.<String>empty() : nameDirectory(node);
        config.ifPresent(text -> files.add(new NodeFile(ContainerdPatches.FILE, READABLE, text)));
        if (node.state() == State.RUNNING) {
            delete(node, paths);
        } else {
            // nothing can be run in it; an empty file says as much as none
            had.keySet().stream()
                    .filter(path -> path.endsWith("/" + HOSTS) && gone.contains(host(path)))
                    .forEach(path -> files.add(new NodeFile(path, SECRET, "")));
        }
        if (!files.isEmpty()) {
            var tar = new TarBuilder();
            files.forEach(file -> tar.file(file.path(), file.mode(), file.content()));
            engine.copyInto(node.id(), "/", new ByteArrayInputStream(tar.build()));
        }
        if (config.isPresent() && node.state() == State.RUNNING) {
            run(node, "systemctl", "restart", "containerd");
        }
        return !files.isEmpty() || !paths.isEmpty();
    }

    private void delete(ContainerInfo node, List<String> paths) {
        if (!paths.isEmpty()) {
            run(
                    node,
                    Stream.concat(Stream.of("rm", "-rf", "--"), paths.stream()).toArray(String[]::new));
        }
    }

    private void run(ContainerInfo node, String... command) {
        var result = engine.exec(node.id(), ExecSpec.of(command));
        if (!result.ok()) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "'%s' failed in %s".formatted(String.join(" ", command), node.name()),
                            "see the node's logs, then repeat the command: minik export logs")
                    .withDetails(result.stderr().lines().toList());
        }
    }

    /** Returns containerd's configuration with the directory named, where it is not yet; containerd looks there by itself from 2.2 on only. */
    private Optional<String> nameDirectory(ContainerInfo node) {
        return containerdConfig(node)
                .filter(text -> !ContainerdPatches.namesDirectory(text, RegistryConfig.DIRECTORY))
                .map(RegistryFiles::nameDirectory);
    }

    private Optional<String> containerdConfig(ContainerInfo node) {
        return new ContainerFiles(engine).text(node.id(), ContainerdPatches.FILE, FILE_LIMIT);
    }

    /** A file of a node as it is. */
    private record Found(int mode, String content) {}

    private Map<String, Found> read(ContainerInfo node) {
        var found = new TreeMap<String, Found>();
        new ContainerFiles(engine).visit(node.id(), RegistryConfig.DIRECTORY, (path, entry, content) -> {
            if (entry.kind() == TarEntry.Kind.FILE) {
                found.put(path, new Found(entry.mode(), text(entry, content.readNBytes(FILE_LIMIT + 1))));
            }
            if (found.size() > MAX_FILES) {
                throw new IOException("too many files in " + RegistryConfig.DIRECTORY);
            }
        });
        return found;
    }

    private static String text(TarEntry entry, byte[] content) throws IOException {
        if (content.length > FILE_LIMIT) {
            throw new IOException(entry.name() + " is too large");
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Those whose file was emptied in a node that did not run are no more. */
    private static Set<String> hosts(Map<String, Found> files) {
        return files.keySet().stream()
                .map(NodeRegistries::host)
                .filter(host -> !host.isEmpty() && !host.startsWith("."))
                .filter(host -> Optional.ofNullable(files.get(RegistryConfig.DIRECTORY + "/" + host + "/" + HOSTS))
                        .filter(file -> file.content().isEmpty())
                        .isEmpty())
                .collect(Collectors.toSet());
    }

    private static String host(String path) {
        var below = path.substring(RegistryConfig.DIRECTORY.length() + 1);
        return below.contains("/") ? below.substring(0, below.indexOf('/')) : "";
    }
}
