package dev.minik.image.program;

import dev.minik.image.cache.CacheEntry;
import dev.minik.image.cache.EntryKey;
import dev.minik.progress.Progress;
import java.util.List;

/** A source of Kubernetes' programs for one version. Its key says what it would provide before it does anything long. */
public sealed interface Kubernetes permits KubernetesFromModules, KubernetesFromRelease, KubernetesFromLocalBuild {
    /** The programs of a node, in {@code /usr/bin}. */
    List<String> NODE_PROGRAMS = List.of("kubeadm", "kubelet", "kubectl");

    /** The programs that run in containers, one image each. */
    List<String> COMPONENTS = List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy");

    /** Returns all programs. */
    static List<String> programs() {
        return java.util.stream.Stream.concat(NODE_PROGRAMS.stream(), COMPONENTS.stream())
                .toList();
    }

    /** Returns the key of what {@link #provide} returns. */
    EntryKey key();

    /** Returns the programs, each a file of that name. */
    CacheEntry provide(Progress progress);
}
