package dev.minik.config;

import dev.minik.config.NodeConfig.ExtraMount;
import dev.minik.config.NodeConfig.NodeFile;
import dev.minik.patch.ContainerdPatches;
import java.util.regex.Pattern;

/** Finds files of nodes that something else of the same config would replace or hide. */
final class NodeFileRules {
    private static final Pattern MADE_BY_MINIK = Pattern.compile("/etc/systemd/system/minik(-rules)?\\.service"
            + "|/etc/systemd/system\\.conf\\.d/20-minik\\.conf"
            + "|/etc/containerd/conf\\.d/minik\\.toml");

    /** What minik and its kubeadm make of a cluster; on bare nodes both leave it to the user. */
    private static final Pattern MADE_FOR_CLUSTER = Pattern.compile("/etc/kubernetes/pki/("
            + "(ca|apiserver(-kubelet-client|-etcd-client)?|front-proxy-(ca|client)|controller-manager)\\.(crt|key)"
            + "|sa\\.(pub|key)|etcd/.*)"
            + "|/etc/kubernetes/(admin|super-admin|kubelet|controller-manager|scheduler)\\.conf"
            + "|/etc/kubernetes/manifests/(etcd|kube-(apiserver|controller-manager|scheduler))\\.yaml");

    private final boolean bare;
    private final Problems problems;

    /** Makes the rules; with {@code bare}, for nodes without a cluster on them. */
    NodeFileRules(boolean bare, Problems problems) {
        this.bare = bare;
        this.problems = problems;
    }

    /** Reports every file that would not be what it says. */
    void check(Draft cluster) {
        for (var node : cluster.nodes()) {
            for (var file : node.settings().files()) {
                check(file, node, cluster.settings());
            }
        }
    }

    private void check(NodeFile file, DraftNode node, Draft.Settings settings) {
        var path = Values.quote(file.path());
        var field = node.path() + ".files";
        if (MADE_BY_MINIK.matcher(file.path()).matches()
                || (!bare && MADE_FOR_CLUSTER.matcher(file.path()).matches())) {
            problems.add(field, "%s is written by minik".formatted(path));
        }
        if (file.path().equals(ContainerdPatches.FILE)
                && !settings.containerdPatches().isEmpty()) {
            problems.add(field, "%s is what containerdConfigPatches patches; leave out one of the two".formatted(path));
        }
        settings.registries().stream()
                .filter(registry -> isBelow(file.path(), registry.directory()))
                .forEach(registry -> problems.add(
                        field,
                        "%s is what registries says of %s; leave out one of the two".formatted(path, registry.host())));
        node.settings().extraMounts().stream()
                .map(ExtraMount::containerPath)
                .filter(mount -> file.path().equals(mount) || isBelow(file.path(), mount))
                .forEach(mount ->
                        problems.add(field, "%s is hidden by the mount at %s".formatted(path, Values.quote(mount))));
        node.settings().files().stream()
                .filter(other -> isBelow(file.path(), other.path()))
                .forEach(other -> problems.add(
                        field,
                        "%s cannot be below %s, which is a file as well".formatted(path, Values.quote(other.path()))));
    }

    private static boolean isBelow(String path, String directory) {
        return path.startsWith(directory + "/");
    }
}
