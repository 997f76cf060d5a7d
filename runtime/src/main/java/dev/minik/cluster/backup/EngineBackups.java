package dev.minik.cluster.backup;

import dev.minik.archive.TarReader;
import dev.minik.cluster.ClusterParts;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.ContainerInfo.State;
import dev.minik.engine.Engine;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import dev.minik.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Backups of clusters of an engine, made and restored by etcd's own tools in the clusters' nodes. */
public final class EngineBackups implements Backups {
    private static final String SNAPSHOT = "/var/lib/minik/backup/snapshot.db";

    private final ClusterParts parts;
    private final Engine engine;
    private final EtcdTool tool;

    /** Works on the clusters of {@code parts}. */
    public EngineBackups(ClusterParts parts) {
        this.parts = parts;
        engine = parts.engine();
        tool = new EtcdTool(engine);
    }

    @Override
    public Saved save(ClusterName name, Path file, boolean force) {
        var target = new TargetFile(file, force);
        return parts.locked(name, () -> {
            parts.runningNodesOf(name);
            var nodes = MemberNodes.of(parts, name);
            var asked = healthy(name, nodes.running());
            return parts.progress().step("save", "Saving the state of " + name, () -> save(asked, target, nodes));
        });
    }

    /** Returns a node whose member has a leader: what it has, most of the others have as well. */
    private ContainerInfo healthy(ClusterName name, List<ContainerInfo> members) {
        MinikException last = null;
        for (ContainerInfo member : members) {
            try {
                tool.run(member, "member_answers", "1");
                return member;
            } catch (MinikException e) {
                last = e;
            }
        }
        var failure = MinikException.of(
                ExitCode.WRONG_STATE,
                "no member of etcd of cluster %s is running and healthy".formatted(name),
                "minik status %s tells what is wrong".formatted(name));
        throw last == null
                ? failure
                : failure.withDetails(List.of(last.message())).causedBy(last);
    }

    private Saved save(ContainerInfo node, TargetFile target, MemberNodes nodes) {
        var member = EtcdMember.parse(node.name(), tool.run(node, "manifest"));
        try {
            var status = Yaml.load(tool.run(node, "save", member.dataDirectory()));
            var bytes = target.write(
                    out -> {
                        try (var tar = engine.copyFrom(node.id(), SNAPSHOT)) {
                            TarReader.copyFirstFile(tar, out);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    written -> SnapshotFile.read(written, nodes.caPem()).bytes());
            return new Saved(target.file(), bytes, number(status, "revision"), number(status, "totalKey"), node.name());
        } finally {
            parts.tasks().undisturbed(() -> tool.run(node, "tidy"));
        }
    }

    private static long number(@Nullable Object status, String field) {
        return status instanceof Map<?, ?> map && map.get(field) instanceof Number number ? number.longValue() : 0;
    }

    @Override
    public Restored restore(ClusterName name, Path file, boolean force, Duration wait) {
        return parts.locked(name, () -> {
            parts.runningNodesOf(name);
            var nodes = MemberNodes.of(parts, name);
            nodes.refuseStopped();
            var snapshot = SnapshotFile.read(file, nodes.caPem());
            if (!force) {
                refuseForeign(
                        name, file, snapshot, tool.run(nodes.controlPlanes().get(0), "api_version"));
            }
            return new Restoration(parts, tool, nodes).restore(file, snapshot.bytes(), wait);
        });
    }

    private static void refuseForeign(ClusterName name, Path file, SnapshotFile snapshot, String version) {
        if (!snapshot.ofCluster()) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "%s is not a backup of cluster %s: it does not know its CA".formatted(file, name),
                    "--force restores it all the same; its secrets and nodes are another cluster's");
        }
        var running = version.strip();
        if (!snapshot.minors().isEmpty()
                && snapshot.minors().stream().noneMatch(minor -> running.startsWith(minor + "."))) {
            throw MinikException.of(
                    ExitCode.WRONG_STATE,
                    "%s is of Kubernetes %s, and cluster %s has %s"
                            .formatted(file, String.join(", ", snapshot.minors()), name, running),
                    "--force restores it all the same; other versions may not understand each other's objects");
        }
    }

    static boolean isRunning(ContainerInfo node) {
        return node.state() == State.RUNNING;
    }
}
