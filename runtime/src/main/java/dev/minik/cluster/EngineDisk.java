package dev.minik.cluster;

import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineInfo;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The disk on which an engine keeps containers and volumes. When it is full, nodes fail in ways that hardly ever say so. */
final class EngineDisk {
    private static final long MIB = 1L << 20;

    /** A control plane has written 142 MiB when it is ready, 128 of them by etcd, which reserves two segments of its log. */
    private static final long LEAST = 150 * MIB;

    /** Where etcd cannot reserve a segment it ends, and everything else fails with less than that only. */
    private static final long FULL = 64 * MIB;

    private final Engine engine;

    EngineDisk(Engine engine) {
        this.engine = engine;
    }

    /** Fails when no cluster has room on the disk; can be told on the engine's own host only. */
    static void refuseFull(EngineInfo info) {
        if (!info.local() || info.rootDirectory().isEmpty()) {
            return;
        }
        try {
            var left = Files.getFileStore(Path.of(info.rootDirectory())).getUsableSpace();
            if (left < LEAST) {
                throw full("%s has %d MiB left, and a cluster takes %d or more"
                        .formatted(info.rootDirectory(), left / MIB, LEAST / MIB));
            }
        } catch (IOException e) {
            // a directory that this user may not look into, or that lies in another mount namespace: the engine will
            // tell
            return;
        }
    }

    /** Returns the failure of a full disk; {@code sign} tells how that is known. */
    static MinikException full(String sign) {
        return MinikException.of(
                ExitCode.UNSUITABLE_HOST,
                "the engine's disk is full: " + sign,
                "free some space (docker or podman: system df shows what is used, system prune removes what is unused)");
    }

    /** Returns what tells that the disk is full: failed nodes that still run are asked, then the last words of all are read. */
    Optional<String> signOfFull(List<ContainerInfo> nodes, NodeConsoles consoles) {
        return nodes.stream()
                .flatMap(node -> spaceLeft(node).or(() -> lastWords(node, consoles)).stream())
                .findFirst();
    }

    private Optional<String> spaceLeft(ContainerInfo node) {
        try {
            var df = engine.exec(node.id(), ExecSpec.of("df", "--block-size=1", "--output=avail", "/var"));
            return df.stdout()
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.matches("\\d{1,18}"))
                    .map(Long::parseLong)
                    .filter(left -> left < FULL)
                    .map(left -> "node %s has %d MiB left".formatted(node.name(), left / MIB))
                    .findFirst();
        } catch (EngineException e) {
            if (e.kind() == EngineException.Kind.UNAVAILABLE) {
                throw e;
            }
            return Optional.empty(); // a node that has ended, or cannot even run df
        }
    }

    /** The kernel has the same words for used-up inotify watches and for broken cgroups. */
    private static Optional<String> lastWords(ContainerInfo node, NodeConsoles consoles) {
        return consoles.lastLines(node.name()).stream()
                .filter(line -> {
                    var text = line.toLowerCase(Locale.ROOT);
                    return text.contains("no space left on device")
                            && !text.contains("watch")
                            && !text.contains("cgroup");
                })
                .map(line -> "node %s says %s".formatted(node.name(), line.strip()))
                .findFirst();
    }
}
