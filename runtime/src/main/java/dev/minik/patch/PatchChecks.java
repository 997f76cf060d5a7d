package dev.minik.patch;

import java.util.Optional;

/**
 * What is wrong with a patch, as far as its text tells, for whoever reads the config. A problem is one line and does not tell the
 * field that the text stands in. An empty text is no problem, and no patch.
 */
public final class PatchChecks {
    private PatchChecks() {}

    /** Returns the problem with one of {@code kubeadmConfigPatches}. */
    public static Optional<String> kubeadmMerge(String text) {
        return problem(() -> {
            for (var patch : KubeadmDocument.readAll(text)) {
                KubeadmMerge.requireTextArguments(patch.content());
            }
        });
    }

    /** Returns the problem with the text of a JSON patch, be it for kubeadm or for containerd. */
    public static Optional<String> json6902(String text) {
        return problem(() -> JsonOperation.readAll(text));
    }

    /** Returns the problem with one of {@code containerdConfigPatches}. */
    public static Optional<String> containerdMerge(String text) {
        return text.isBlank() ? Optional.empty() : problem(() -> ContainerdPatches.readMerge(text));
    }

    private static Optional<String> problem(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (PatchException e) {
            return Optional.of(e.problem());
        }
    }
}
