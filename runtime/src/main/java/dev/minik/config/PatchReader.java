package dev.minik.config;

import dev.minik.patch.ContainerdPatches;
import dev.minik.patch.Json6902Patch;
import dev.minik.patch.KubeadmPatches;
import dev.minik.patch.PatchChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the patches of kubeadm's and containerd's configuration. */
final class PatchReader {
    private final Problems problems;

    PatchReader(Problems problems) {
        this.problems = problems;
    }

    /**
     * Reads the patches of kubeadm's configuration of a cluster or a node.
     *
     * @param place what the path of its fields begins with
     */
    KubeadmPatches kubeadm(Fields fields, String place) {
        var merges = patches(fields, "kubeadmConfigPatches", PatchChecks::kubeadmMerge);
        var json = new ArrayList<Json6902Patch>();
        for (var patch : fields.mappings("kubeadmConfigPatchesJSON6902")) {
            var text = patch.block("patch").orElse("");
            PatchChecks.json6902(text).ifPresent(problem -> problems.add(patch.path("patch"), problem));
            json.add(new Json6902Patch(
                    patch.text("group").orElse(""),
                    patch.text("version").orElse(""),
                    patch.required("kind", "it must be the kind of the document to patch")
                            .orElse(""),
                    text));
            patch.end();
        }
        return merges.isEmpty() && json.isEmpty() ? KubeadmPatches.NONE : new KubeadmPatches(place, merges, json);
    }

    /** Reads the patches of containerd's configuration. */
    ContainerdPatches containerd(Fields fields) {
        return new ContainerdPatches(
                patches(fields, "containerdConfigPatches", PatchChecks::containerdMerge),
                patches(fields, "containerdConfigPatchesJSON6902", PatchChecks::json6902));
    }

    private List<String> patches(Fields fields, String field, Function<String, Optional<String>> check) {
        var texts = new ArrayList<String>();
        for (var patch : fields.texts(field)) {
            check.apply(patch.value()).ifPresent(problem -> problems.add(patch.path(), problem));
            texts.add(patch.value());
        }
        return texts;
    }
}
