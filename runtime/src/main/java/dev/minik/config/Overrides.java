package dev.minik.config;

import dev.minik.model.ClusterName;
import dev.minik.model.ImageReference;
import dev.minik.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Lays what the command line says over what the file says. */
final class Overrides {
    private final ConfigOverrides flags;
    private final Problems problems;
    private final List<String> warnings;

    Overrides(ConfigOverrides flags, Problems problems, List<String> warnings) {
        this.flags = flags;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Returns the cluster with the flags' values in the place of its own. */
    Draft over(Draft file) {
        var controlPlanes = resized(file.nodes(), Role.CONTROL_PLANE, flags.controlPlanes(), "--control-planes");
        var workers = resized(file.nodes(), Role.WORKER, flags.workers(), "--workers");
        var unknown = file.nodes().stream().filter(node -> node.role().isEmpty());
        var image = flags.image()
                .flatMap(text -> problems.valid("--image", () -> new ImageReference(text)))
                .map(ImageReference::value);
        var nodes = Stream.concat(Stream.concat(controlPlanes.stream(), workers.stream()), unknown)
                .map(node -> image.map(node::withImage).orElse(node))
                .toList();
        var name = flags.name().flatMap(text -> problems.valid("--name", () -> new ClusterName(text)));
        var version = flags.kubernetesVersion().map(v -> new Placed<>("--kubernetes-version", v));
        return new Draft(
                name.or(file::name), nodes, file.networking(), version.or(file::kubernetesVersion), file.settings());
    }

    private List<DraftNode> resized(List<DraftNode> all, Role role, OptionalInt count, String flag) {
        var written = all.stream().filter(node -> node.isA(role)).toList();
        if (count.isEmpty()) {
            return written;
        }
        if (count.getAsInt() < 0 || count.getAsInt() > ClusterConfig.MAX_NODES) {
            problems.add(
                    flag, "%d is not a number of nodes (0-%d)".formatted(count.getAsInt(), ClusterConfig.MAX_NODES));
            return written;
        }
        var first = written.stream().findFirst().orElse(DraftNode.plain(flag, Optional.of(role)));
        var nodes = new ArrayList<DraftNode>();
        for (int i = 0; i < count.getAsInt(); i++) {
            nodes.add(i == 0 ? first : first.copy(flag));
        }
        if (nodes.size() > 1 && !first.ports().isEmpty()) {
            warnings.add(
                    "%s: only the first %s keeps the ports of %s, as two nodes cannot have the same ports of this host"
                            .formatted(flag, role.text(), first.path()));
        }
        return nodes;
    }
}
