package dev.minik.config;

import dev.minik.config.Cni.Manifest;
import dev.minik.config.NetworkingConfig.KubeProxyMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the parts of bare nodes must be. Settings that minik would write into kubeadm's configuration have no effect on them; as a file that
 * makes a cluster makes its bare nodes as well, that is no error.
 */
final class BareRules {
    private final Problems problems;
    private final List<String> warnings;

    BareRules(Problems problems, List<String> warnings) {
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Reports what bare nodes cannot have, and what has no effect on them. */
    void check(Draft cluster, ConfigOverrides flags) {
        if (!flags.bare()) {
            return;
        }
        if (cluster.settings().endpoint() == ControlPlaneEndpoint.VIP) {
            problems.add(
                    "controlPlaneEndpoint",
                    "vip does not go with --bare: control planes hold an address among them when minik runs kubeadm");
        }
        if (cluster.settings().etcd().topology() == EtcdConfig.Topology.EXTERNAL) {
            problems.add(
                    "etcd.topology",
                    "external does not go with --bare: kubeadm, run by you, makes etcd on control planes");
        }
        var idle = new LinkedHashSet<String>();
        flags.tuning().ifPresent(level -> idle.add("--tuning"));
        components(cluster.settings().components(), idle);
        if (cluster.networking().cni().manifest() != Manifest.OF_THE_IMAGE) {
            idle.add("networking.cni");
        }
        if (cluster.networking().kubeProxyMode() != KubeProxyMode.IPTABLES) {
            idle.add("networking.kubeProxyMode");
        }
        var patches = cluster.settings().kubeadmPatches();
        if (!patches.isEmpty()) {
            idle.add("kubeadmConfigPatches");
        }
        cluster.nodes().stream()
                .filter(node -> !node.settings().patches().isEmpty())
                .forEach(node -> idle.add(node.path() + ".kubeadmConfigPatches"));
        idle.forEach(setting ->
                warnings.add("%s: has no effect with --bare, where kubeadm is left to you".formatted(setting)));
    }

    private static void components(ComponentsConfig components, Set<String> idle) {
        if (!components.featureGates().isEmpty()) {
            idle.add("featureGates");
        }
        if (!components.runtimeConfig().isEmpty()) {
            idle.add("runtimeConfig");
        }
        components.imageRepository().ifPresent(repository -> idle.add("imageRepository"));
    }
}
