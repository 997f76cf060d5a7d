package dev.minik.patch;

import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The patches of one level of the config, the cluster's or a node's, for the documents that kubeadm is configured with.
 *
 * <p>A patch applies to the document of its kind and, if it names one, its version. One for a known kind that has no document, as
 * InitConfiguration on a joining node, is of no effect, silently; so kind has it. Where kind skips in silence what the user cannot have
 * meant, a version that no document has or a kind that nobody knows, there is a warning.
 *
 * @param place what messages begin with, before the name of the field: empty for the cluster, such as {@code nodes[1].} for a node
 * @param merges the texts of {@code kubeadmConfigPatches}, each one or more documents; empty ones count, but have no effect
 * @param json6902 the values of {@code kubeadmConfigPatchesJSON6902}
 * @see <a href="https://kind.sigs.k8s.io/docs/user/configuration/#kubeadm-config-patches">kubeadm config patches</a>
 */
public record KubeadmPatches(String place, List<String> merges, List<Json6902Patch> json6902) {
    private static final String REFERENCE = "https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/";

    /** No patches. */
    public static final KubeadmPatches NONE = new KubeadmPatches("", List.of(), List.of());

    private static final Set<String> KINDS = new TreeSet<>(Set.of(
            "ClusterConfiguration",
            "InitConfiguration",
            "JoinConfiguration",
            "KubeletConfiguration",
            "KubeProxyConfiguration"));

    /** The lists that kind's documents always have, so that patches append to them, by kind. */
    private static final Map<String, List<List<String>>> LISTS = Map.of(
            "ClusterConfiguration",
            List.of(
                    List.of("apiServer", "certSANs"),
                    List.of("apiServer", "extraArgs"),
                    List.of("controllerManager", "extraArgs"),
                    List.of("scheduler", "extraArgs")),
            "InitConfiguration",
            List.of(List.of("nodeRegistration", "kubeletExtraArgs")),
            "JoinConfiguration",
            List.of(List.of("nodeRegistration", "kubeletExtraArgs")));

    public KubeadmPatches {
        merges = List.copyOf(merges);
        json6902 = List.copyOf(json6902);
    }

    /** Returns whether there is nothing to apply. */
    public boolean isEmpty() {
        return merges.stream().allMatch(String::isBlank)
                && json6902.stream().allMatch(patch -> patch.text().isBlank());
    }

    /**
     * Applies the patches of all levels, one level after the other; in each, merge patches come before JSON patches.
     *
     * @param documents each with apiVersion and kind; they are not changed
     * @return copies in the same order
     * @throws MinikException with {@link ExitCode#INVALID_CONFIG} for a patch that cannot be read, or a JSON patch one of whose
     *     operations fails
     */
    public static Patched<List<Map<String, @Nullable Object>>> apply(
            List<? extends Map<String, ?>> documents, List<KubeadmPatches> levels) {
        var copies = documents.stream().map(KubeadmDocument::of).toList();
        var warnings = new ArrayList<String>();
        for (var level : levels) {
            level.applyTo(copies, warnings);
        }
        return new Patched<>(
                copies.stream().map(document -> withoutName(document.content())).toList(), warnings);
    }

    private void applyTo(List<KubeadmDocument> documents, List<String> warnings) {
        for (int i = 0; i < merges.size(); i++) {
            var field = "%skubeadmConfigPatches[%d]: ".formatted(place, i);
            var text = merges.get(i);
            PatchException.inPlace(field, REFERENCE, () -> merge(text, documents, field, warnings));
        }
        for (int i = 0; i < json6902.size(); i++) {
            var field = "%skubeadmConfigPatchesJSON6902[%d]: ".formatted(place, i);
            var patch = json6902.get(i);
            PatchException.inPlace(field, REFERENCE, () -> edit(patch, documents, field, warnings));
        }
    }

    private static void merge(String text, List<KubeadmDocument> documents, String field, List<String> warnings) {
        for (var patch : KubeadmDocument.readAll(text)) {
            for (var document : matching(patch.apiVersion(), patch.kind(), documents, field, warnings)) {
                KubeadmMerge.merge(document, patch).forEach(what -> warnings.add(field + "ignored: " + what));
            }
        }
    }

    private static void edit(
            Json6902Patch patch, List<KubeadmDocument> documents, String field, List<String> warnings) {
        var operations = JsonOperation.readAll(patch.text());
        if (operations.isEmpty()) {
            return;
        }
        for (var document : matching(patch.apiVersion(), patch.kind(), documents, field, warnings)) {
            for (var list : LISTS.getOrDefault(document.kind(), List.of())) {
                MergePatch.child(document.content(), list.get(0)).putIfAbsent(list.get(1), new ArrayList<>());
            }
            var edited = Json6902.apply(operations, document.content());
            document.content().clear();
            document.content().putAll(edited);
        }
    }

    private static List<KubeadmDocument> matching(
            String apiVersion, String kind, List<KubeadmDocument> documents, String field, List<String> warnings) {
        if (!KINDS.contains(kind)) {
            warnings.add("%sno effect: there is no %s to patch, only %s"
                    .formatted(
                            field,
                            kind.isEmpty() ? "document without kind" : PlainValues.show(kind),
                            String.join(", ", KINDS)));
            return List.of();
        }
        var matching = new ArrayList<KubeadmDocument>();
        for (var document : documents) {
            if (document.kind().equals(kind)) {
                if (apiVersion.isEmpty() || apiVersion.equals(document.apiVersion())) {
                    matching.add(document);
                } else {
                    warnings.add(("%sno effect: it is for %s, and %s is written in %s; "
                                    + "a merge patch without apiVersion applies to any")
                            .formatted(field, PlainValues.show(apiVersion), kind, document.apiVersion()));
                }
            }
        }
        return matching;
    }

    /** kind names its documents for the patches of its early days, and drops that name in the end; kubeadm knows no metadata. */
    private static Map<String, @Nullable Object> withoutName(Map<String, @Nullable Object> document) {
        document.remove("metadata", Map.of("name", "config"));
        return document;
    }
}
