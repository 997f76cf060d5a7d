package dev.minik.patch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where containerd's configuration has since version 3 what version 2 has in the one table of its CRI plugin. containerd 2.3 still
 * finds the old table, but what the new ones have as well it leaves out, or replaces as a whole: a runtime beside runc is lost.
 *
 * @see <a href="https://github.com/containerd/containerd/blob/main/docs/cri/config.md">CRI plugin configuration</a>
 */
final class CriTables {
    private static final String OLD = "io.containerd.grpc.v1.cri";
    private static final String IMAGES = "io.containerd.cri.v1.images";
    private static final String RUNTIME = "io.containerd.cri.v1.runtime";

    private static final String CONTAINERD = "containerd";
    private static final String CNI = "cni";
    private static final Set<String> OF_IMAGES = Set.of(
            "registry",
            "image_decryption",
            "max_concurrent_downloads",
            "image_pull_progress_timeout",
            "image_pull_with_sync_fs",
            "stats_collect_period");
    private static final Set<String> OF_IMAGES_IN_CONTAINERD =
            Set.of("snapshotter", "disable_snapshot_annotations", "discard_unpacked_layers");
    private static final Set<String> OF_SERVER = Set.of(
            "disable_tcp_service",
            "stream_server_address",
            "stream_server_port",
            "stream_idle_timeout",
            "enable_tls_streaming",
            "x509_key_pair_streaming");

    private CriTables() {}

    /** Returns what a merge patch says, with the CRI plugin's old table divided; what it says in the new places goes before. */
    static Map<String, @Nullable Object> divide(Map<String, @Nullable Object> patch) {
        if (!(patch.get("plugins") instanceof Map<?, ?> plugins) || !(plugins.get(OLD) instanceof Map<?, ?> old)) {
            return patch;
        }
        var tables = new LinkedHashMap<String, @Nullable Object>();
        divide(List.of(), old, tables);
        var rest = PlainValues.copyOf(plugins);
        rest.remove(OLD);
        MergePatch.merge(tables, rest);
        var divided = PlainValues.copyOf(patch);
        divided.put("plugins", tables);
        return divided;
    }

    private static void divide(List<String> path, Map<?, ?> table, Map<String, @Nullable Object> plugins) {
        for (var entry : table.entrySet()) {
            var below = append(path, String.valueOf(entry.getKey()));
            if (isDivided(below) && entry.getValue() instanceof Map<?, ?> next) {
                divide(below, next, plugins);
            } else {
                put(plugins, place(below), value(below, entry.getValue()));
            }
        }
    }

    private static void put(Map<String, @Nullable Object> tables, List<String> path, @Nullable Object value) {
        var table = tables;
        for (var key : path.subList(0, path.size() - 1)) {
            table = MergePatch.child(table, key);
        }
        table.put(path.get(path.size() - 1), value);
    }

    /** Returns an operation of a JSON patch with its paths in the CRI plugin's old table replaced. */
    static JsonOperation move(JsonOperation operation) {
        var members = PlainValues.copyOf(operation.members());
        for (var key : List.of("path", "from")) {
            if (members.get(key) instanceof String pointer) {
                var path = pathInOldTable(pointer);
                if (path != null) {
                    if (path.isEmpty() || isDivided(path)) {
                        throw new PatchException(
                                "%s: this node image's configuration of containerd divides that table; name something below it"
                                        .formatted(operation));
                    }
                    members.put(key, pointer(place(path)));
                    members.computeIfPresent("value", (name, value) -> value(path, value));
                }
            }
        }
        return new JsonOperation(members);
    }

    private static @Nullable List<String> pathInOldTable(String pointer) {
        var path = Arrays.stream(pointer.split("/", -1))
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
        var inOldTable =
                path.size() > 2 && path.get(1).equals("plugins") && path.get(2).equals(OLD);
        return inOldTable ? path.subList(3, path.size()) : null;
    }

    private static String pointer(List<String> pathInPlugins) {
        return Stream.concat(Stream.of("plugins"), pathInPlugins.stream())
                .map(token -> "/" + token.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    /** Returns whether the keys of a table have different places. */
    private static boolean isDivided(List<String> path) {
        return path.equals(List.of(CONTAINERD)) || path.equals(List.of(CNI));
    }

    /** Returns the path below {@code plugins} of what is at {@code path} in the old table, no divided one. */
    private static List<String> place(List<String> path) {
        var first = path.get(0);
        var second = path.size() > 1 ? path.get(1) : "";
        if (first.equals("sandbox_image")) {
            return List.of(IMAGES, "pinned_images", "sandbox");
        } else if (first.equals(CNI) && second.equals("bin_dir")) {
            return List.of(RUNTIME, CNI, "bin_dirs");
        } else if (first.equals(CONTAINERD) && OF_IMAGES_IN_CONTAINERD.contains(second)) {
            return Stream.concat(Stream.of(IMAGES), path.stream().skip(1)).toList();
        }
        var plugin = OF_IMAGES.contains(first) ? IMAGES : OF_SERVER.contains(first) ? OLD : RUNTIME;
        return Stream.concat(Stream.of(plugin), path.stream()).toList();
    }

    /** Of the CNI plugins' directory there can be several now. */
    private static @Nullable Object value(List<String> path, @Nullable Object value) {
        return path.equals(List.of(CNI, "bin_dir")) && value instanceof String ? List.of(value) : value;
    }

    private static List<String> append(List<String> path, String key) {
        var longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
