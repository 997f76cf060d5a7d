package dev.minik.cluster.backup;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.backup.Backups.Restored;
import dev.minik.engine.ContainerInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * One restoration: every member's new data is made beside the old, and only then is anything stopped. The old data is kept until etcd and
 * the API servers answer with the new.
 */
final class Restoration {
    /** More than any cluster changes after its backup was made; etcd has 63 bits for it. */
    private static final String REVISIONS = "1000000000";

    private static final int TOKEN_BYTES = 8;
    private static final String MEMBER_SECONDS = "120";
    private static final String API_SECONDS = "120";

    private final ClusterParts parts;
    private final EtcdTool tool;
    private final MemberNodes nodes;
    private final Progress progress;

    Restoration(ClusterParts parts, EtcdTool tool, MemberNodes nodes) {
        this.parts = parts;
        this.tool = tool;
        this.nodes = nodes;
        progress = parts.progress();
    }

    Restored restore(Path file, long bytes, Duration wait) {
        var members = members();
        progress.run(
                "unpack",
                "Unpacking the backup beside the data of %d member%s of etcd"
                        .formatted(members.size(), members.size() == 1 ? "" : "s"),
                () -> stage(file, bytes, members));
        var since = replace(members);
        // from here on there is no way back: members must not differ in what they put back
        each(members, (node, member) -> tool.run(node, "drop", member.dataDirectory()));
        parts.tasks().all(nodes.controlPlanes(), node -> tool.run(node, "finish"));
        var reunion = progress.step(
                "nodes",
                "Telling the restored state of the nodes",
                () -> new Reunion(parts, tool, nodes).reunite(since));
        var unknown = new Recovery(parts, tool, nodes).await(since, wait);
        return new Restored(
                nodes.members().stream().map(ContainerInfo::name).toList(),
                reunion.joined(),
                reunion.forgotten(),
                unknown);
    }

    private Map<ContainerInfo, EtcdMember> members() {
        return nodes.members().stream()
                .collect(Collectors.toMap(
                        node -> node,
                        node -> EtcdMember.parse(node.name(), tool.run(node, "manifest")),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    private void stage(Path file, long bytes, Map<ContainerInfo, EtcdMember> members) {
        var cluster = members.values().stream()
                .map(member -> member.name() + "=" + member.peerUrl())
                .collect(Collectors.joining(","));
        var random = new byte[TOKEN_BYTES];
        parts.random().nextBytes(random);
        var token = "minik-" + HexFormat.of().formatHex(random);
        var done = false;
        try {
            each(members, (node, member) -> {
                try (var input = Files.newInputStream(file)) {
                    tool.run(
                            node,
                            Optional.of(input),
                            "stage",
                            member.dataDirectory(),
                            String.valueOf(bytes),
                            REVISIONS,
                            member.name(),
                            member.peerUrl(),
                            cluster,
                            token);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            done = true;
        } finally {
            if (!done) {
                parts.tasks().undisturbed(() -> {
                    each(members, (node, member) -> tool.run(node, "unstage", member.dataDirectory()));
                    return true;
                });
            }
        }
    }

    /** Replaces the data and returns when all had stopped; what goes wrong is undone. */
    private Instant replace(Map<ContainerInfo, EtcdMember> members) {
        try {
            var since = progress.step("stop", "Stopping the API servers and etcd", this::halt);
            progress.run("start", "Starting etcd and the API servers with the restored state", () -> {
                each(members, (node, member) -> tool.run(node, "swap", member.dataDirectory()));
                run();
                each(members, (node, member) -> tool.run(node, "member_answers", MEMBER_SECONDS));
                parts.tasks().all(nodes.controlPlanes(), node -> tool.run(node, "api_answers", API_SECONDS));
            });
            return since;
        } catch (RuntimeException e) {
            throw parts.tasks().undisturbed(() -> putBack(members, e));
        }
    }

    private Instant halt() {
        var times = new ConcurrentLinkedQueue<Long>();
        parts.tasks()
                .all(
                        nodes.replaced(),
                        node -> times.add(Long.parseLong(tool.run(node, "halt").strip())));
        return Instant.ofEpochSecond(
                times.stream().mapToLong(Long::longValue).max().orElseThrow());
    }

    private void run() {
        parts.tasks().all(nodes.replaced(), node -> tool.run(node, "run"));
    }

    private RuntimeException putBack(Map<ContainerInfo, EtcdMember> members, RuntimeException failure) {
        var known = failure instanceof MinikException minik
                ? minik
                : MinikException.of(
                                ExitCode.FAILED,
                                "the backup could not be restored: " + failure.getMessage(),
                                "see below what is left")
                        .causedBy(failure);
        var details = new ArrayList<>(known.details());
        try {
            halt();
            each(members, (node, member) -> tool.run(node, "back", member.dataDirectory()));
            parts.tasks().all(nodes.controlPlanes(), node -> tool.run(node, "finish"));
            run();
            details.add("the cluster has the state that it had before");
        } catch (RuntimeException e) {
            details.add("what was before could not be put back: " + e.getMessage());
            details.add("it is kept beside; repeat 'minik restore backup', which goes on from there");
        }
        return known.withDetails(details);
    }

    private void each(Map<ContainerInfo, EtcdMember> members, BiConsumer<ContainerInfo, EtcdMember> work) {
        parts.tasks().all(List.copyOf(members.entrySet()), one -> work.accept(one.getKey(), one.getValue()));
    }
}
