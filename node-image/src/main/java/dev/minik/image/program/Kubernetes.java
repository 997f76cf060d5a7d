package dev.minik.image.program;

import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.version.ImageNames;
import dev.minik.progress.Progress;
import java.util.List;
import java.util.stream.Stream;

/** A source of Kubernetes' programs for one version. Its key says what it would provide before it does anything long. */
public sealed interface Kubernetes permits KubernetesFromModules, KubernetesFromRelease, KubernetesFromLocalBuild {
    /** The programs of a node, in {@code /usr/bin}. */
    List<String> NODE_PROGRAMS = List.of("kubeadm", "kubelet", "kubectl");

    /** Returns all programs. */
    static List<String> programs() {
        return Stream.concat(NODE_PROGRAMS.stream(), ImageNames.COMPONENTS.stream())
                .toList();
    }

    /** Returns the key of what {@link #provide} returns. */
    EntryKey key();

    /** Returns the programs, each a file of that name. */
    CacheEntry provide(Progress progress);
}
