package dev.minik.config;

import dev.minik.config.NodeConfig.ExtraMount;
import dev.minik.model.MountPropagation;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code extraMounts} of a node. That a host path exists is not asked for: like kind, this leaves it to the engine to make it. */
final class MountReader {
    /** What the node's own mounts and programs are at; a mount over one of them leaves no node. */
    private static final Set<String> NEEDED_BY_THE_NODE = Set.of(
            "/",
            "/bin",
            "/dev",
            "/etc",
            "/kind",
            "/lib",
            "/lib64",
            "/lib/modules",
            "/minik",
            "/proc",
            "/run",
            "/sbin",
            "/sys",
            "/tmp",
            "/usr",
            "/var",
            "/var/run");

    /** What the kernel and minik fill: nothing can be mounted below it. */
    private static final List<String> FILLED = List.of("/proc/", "/sys/", "/minik/");

    private final ReadContext in;
    private final Problems problems;

    MountReader(ReadContext in) {
        this.in = in;
        this.problems = in.problems();
    }

    List<ExtraMount> read(Fields node) {
        var mounts = new ArrayList<ExtraMount>();
        var places = new HashMap<String, String>();
        for (var fields : node.mappings("extraMounts")) {
            mount(fields, places).ifPresent(mounts::add);
        }
        return mounts;
    }

    private Optional<ExtraMount> mount(Fields fields, Map<String, String> places) {
        var hostPath = fields.required("hostPath", "it must be a path of this host")
                .flatMap(text -> hostPath(fields.path("hostPath"), text));
        var containerPath = fields.required("containerPath", "it must be an absolute path of the node")
                .flatMap(text -> containerPath(fields.path("containerPath"), text));
        var readOnly = fields.flag("readOnly");
        var selinuxRelabel = fields.flag("selinuxRelabel");
        var propagation = fields.word("propagation", MountPropagation.values(), MountPropagation::text)
                .orElse(MountPropagation.NONE);
        fields.end();
        containerPath.ifPresent(place -> {
            var other = places.putIfAbsent(place, fields.path());
            if (other != null) {
                problems.add(fields.path("containerPath"), "%s is taken by %s".formatted(Values.quote(place), other));
            }
        });
        return hostPath.flatMap(source ->
                containerPath.map(target -> new ExtraMount(source, target, readOnly, selinuxRelabel, propagation)));
    }

    /** Makes a host path absolute, relative ones against the directory of the command. */
    private Optional<String> hostPath(String path, String text) {
        if (text.equals("~") || text.startsWith("~/")) {
            in.warnings().add("%s: '~' is not expanded; this is a directory of that name".formatted(path));
        }
        try {
            return Optional.of(in.directory().resolve(text).normalize().toString());
        } catch (InvalidPathException e) {
            problems.add(path, "%s is not a path of this host".formatted(Values.quote(text)));
            return Optional.empty();
        }
    }

    private Optional<String> containerPath(String path, String text) {
        if (!text.startsWith("/")) {
            problems.add(path, "%s is not an absolute path".formatted(Values.quote(text)));
            return Optional.empty();
        }
        var normal = normalize(text);
        if (NEEDED_BY_THE_NODE.contains(normal) || FILLED.stream().anyMatch(normal::startsWith)) {
            problems.add(path, "%s is needed by the node itself; choose another place".formatted(Values.quote(normal)));
            return Optional.empty();
        }
        return Optional.of(normal);
    }

    /** Resolves {@code .} and {@code ..} in a path of the node, which is Linux's, whatever this host is. */
    static String normalize(String path) {
        var parts = new ArrayDeque<String>();
        for (var part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
