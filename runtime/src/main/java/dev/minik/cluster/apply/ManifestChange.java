package dev.minik.cluster.apply;

import dev.minik.cluster.apply.Difference.Remedy;
import dev.minik.cluster.apply.ManifestObjects.ObjectKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done with a manifest's objects when its text has changed. Only what one of the texts has is touched, and of an object only the
 * fields that differ between them, so that what others have set stays. Pure.
 *
 * @param before what was installed
 * @param after what is wanted
 */
record ManifestChange(ManifestObjects before, ManifestObjects after) {
    /** They hold more than what a network brings. */
    private static final Set<String> NEVER_REMOVED =
            Set.of("default", "kube-system", "kube-public", "kube-node-lease", "local-path-storage");

    private static final Set<String> ROLLED_OUT = Set.of("DaemonSet", "Deployment", "StatefulSet");

    /** What nobody changes. */
    static final ManifestChange NONE = new ManifestChange(new ManifestObjects(Map.of()), new ManifestObjects(Map.of()));

    /**
     * An object that is another one now.
     *
     * @param object as it is wanted
     * @param patch a JSON merge patch from how it was installed
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>
     */
    record Changed(ObjectKey key, Map<?, ?> object, Map<String, @Nullable Object> patch) {}

    /** Returns whether the objects are the same. */
    boolean isEmpty() {
        return before.objects().equals(after.objects());
    }

    /** Returns the objects that are new, or of another version of their kind, in their order. */
    List<Map<?, ?>> created() {
        return after.objects().entrySet().stream()
                .filter(entry -> {
                    var old = before.objects().get(entry.getKey());
                    return old == null || !sameVersion(old, entry.getValue());
                })
                .<Map<?, ?>>map(Map.Entry::getValue)
                .toList();
    }

    /** Returns the objects that are in both and differ, in their order. */
    List<Changed> changed() {
        var changed = new ArrayList<Changed>();
        after.objects().forEach((key, object) -> {
            var old = before.objects().get(key);
            if (old != null && sameVersion(old, object) && !old.equals(object)) {
                changed.add(new Changed(key, object, patch(old, object)));
            }
        });
        return changed;
    }

    private static boolean sameVersion(Map<?, ?> one, Map<?, ?> other) {
        return Objects.equals(one.get("apiVersion"), other.get("apiVersion"));
    }

    /** Returns what names each object that is not wanted any more, the last first: what was made for others goes before them. */
    List<Map<?, ?>> removed() {
        var removed = new ArrayList<Map<?, ?>>();
        before.objects().forEach((key, object) -> {
            if (!after.objects().containsKey(key) && !isKept(key)) {
                removed.add(Map.of(
                        "apiVersion",
                        ManifestObjects.text(object, "apiVersion"),
                        "kind",
                        key.kind(),
                        "metadata",
                        key.namespace().isEmpty()
                                ? Map.of("name", key.name())
                                : Map.of("name", key.name(), "namespace", key.namespace())));
            }
        });
        Collections.reverse(removed);
        return removed;
    }

    private static boolean isKept(ObjectKey key) {
        return key.kind().equals("Namespace") && NEVER_REMOVED.contains(key.name());
    }

    /** Returns the workloads whose pods are replaced by the change. */
    List<ObjectKey> rollouts() {
        return after.objects().entrySet().stream()
                .filter(entry -> ROLLED_OUT.contains(entry.getKey().kind())
                        && !entry.getValue().equals(before.objects().get(entry.getKey()))
                        && !waitsForDeletion(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns whether pods of a workload are replaced only when somebody deletes them. */
    private static boolean waitsForDeletion(Map<?, ?> workload) {
        return workload.get("spec") instanceof Map<?, ?> spec
                && spec.get("updateStrategy") instanceof Map<?, ?> strategy
                && "OnDelete".equals(strategy.get("type"));
    }

    /** Returns what differs, object by object; values are not told, some are secrets. */
    List<Difference> differences() {
        var changed = changed();
        var made = after.objects().keySet().stream()
                .filter(key -> changed.stream().noneMatch(one -> one.key().equals(key)))
                .filter(key -> !Objects.equals(
                        before.objects().get(key), after.objects().get(key)))
                .map(key -> difference(key, before.objects().containsKey(key) ? "as installed" : "", "new"));
        var others = changed.stream()
                .map(one -> difference(one.key(), "as installed", String.join(", ", places("", one.patch()))));
        var gone = before.objects().keySet().stream()
                .filter(key -> !after.objects().containsKey(key) && !isKept(key))
                .map(key -> difference(key, "as installed", ""));
        return Stream.of(made, others, gone).flatMap(some -> some).toList();
    }

    private static Difference difference(ObjectKey key, String was, String becomes) {
        return new Difference("networking.cni." + key, was, becomes, Remedy.APPLY);
    }

    private static List<String> places(String place, Map<?, ?> patch) {
        return patch.entrySet().stream()
                .flatMap(entry -> entry.getValue() instanceof Map<?, ?> below && !below.isEmpty()
                        ? places(place + entry.getKey() + ".", below).stream()
                        : Stream.of(place + entry.getKey()))
                .toList();
    }

    private static Map<String, @Nullable Object> patch(Map<?, ?> before, Map<?, ?> after) {
        var patch = new LinkedHashMap<String, @Nullable Object>();
        after.forEach((key, value) -> {
            var old = before.get(key);
            if (!Objects.equals(old, value)) {
                patch.put(
                        String.valueOf(key),
                        old instanceof Map<?, ?> one && value instanceof Map<?, ?> other ? patch(one, other) : value);
            }
        });
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> patch.put(String.valueOf(key), null));
        return patch;
    }
}
