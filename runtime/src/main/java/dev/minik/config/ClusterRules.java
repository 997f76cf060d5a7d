package dev.minik.config;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.config.NodeConfig.Taint;
import dev.minik.model.Role;
import dev.minik.release.KubernetesCatalogue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the parts of a cluster must be to each other. Each part by itself has been checked when it was read. */
final class ClusterRules {
    /** More than a machine carries, and a guard against a slip of the finger. */

    /** See <a href="https://etcd.io/docs/v3.6/faq/#what-is-maximum-cluster-size">etcd's FAQ</a>. */
    private static final String CRITICAL_ONLY = "CriticalAddonsOnly";

    private static final Set<String> TOLERATED = Set.of(CRITICAL_ONLY, "node-role.kubernetes.io/control-plane");

    private final KubernetesCatalogue catalogue;
    private final boolean bare;
    private final Problems problems;
    private final List<String> warnings;

    /** Makes the rules; with {@code bare}, for nodes without a cluster on them. */
    ClusterRules(KubernetesCatalogue catalogue, boolean bare, Problems problems, List<String> warnings) {
        this.catalogue = catalogue;
        this.bare = bare;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Reports every rule that the cluster breaks. */
    void check(Draft cluster) {
        checkNodeCounts(cluster);
        checkVersion(cluster);
        new SubnetRules(problems).check(cluster.networking(), cluster.nodes().size());
        if (!bare) { // bare nodes get no network
            new CniRules(problems).check(cluster.networking());
        }
        new PortConflicts(problems).check(cluster);
        new NodeFileRules(bare, problems).check(cluster);
        checkTaints(cluster);
        checkRegistries(cluster.settings());
    }

    static String tooMany(int nodes) {
        return "%d nodes are more than %d".formatted(nodes, ClusterConfig.MAX_NODES);
    }

    private void checkNodeCounts(Draft cluster) {
        var nodes = cluster.nodes();
        if (nodes.size() > ClusterConfig.MAX_NODES) {
            problems.add("nodes", tooMany(nodes.size()));
        }
        var controlPlanes =
                nodes.stream().filter(node -> node.isA(Role.CONTROL_PLANE)).count();
        var unknown = nodes.stream().filter(node -> node.role().isEmpty()).count();
        if (controlPlanes == 0 && unknown == 0) {
            problems.add("nodes", "a cluster needs a node with 'role: control-plane'");
        }
        if (controlPlanes == 1 && cluster.settings().endpoint() == ControlPlaneEndpoint.VIP) {
            problems.add("controlPlaneEndpoint", "vip is an address that several control planes hold; there is one");
        }
        if (cluster.settings().etcd().topology() == EtcdConfig.Topology.EXTERNAL) {
            return; // any number of control planes goes with that
        }
        if (controlPlanes > EtcdConfig.MAX_MEMBERS) {
            problems.add(
                    "nodes",
                    "%d control planes are more than %d, the most members that etcd is made for"
                            .formatted(controlPlanes, EtcdConfig.MAX_MEMBERS));
        } else if (controlPlanes > 0 && controlPlanes % 2 == 0) {
            warnings.add(("nodes: of %d control planes %d may fail, as of %d: etcd needs most of its members;"
                            + " an odd number is as good and costs less")
                    .formatted(controlPlanes, controlPlanes / 2 - 1, controlPlanes - 1));
        }
    }

    /** What waits for a cluster to be ready waits for CoreDNS, where it can run without the user's help. */
    private void checkTaints(Draft cluster) {
        var networking = cluster.networking();
        var dns = !bare && networking.cni() != Cni.NONE && networking.kubeProxyMode() != KubeProxyMode.NONE;
        if (dns
                && !cluster.nodes().isEmpty()
                && cluster.nodes().stream()
                        .allMatch(node -> node.settings().taints().stream().anyMatch(ClusterRules::keepsDnsAway))) {
            problems.add(
                    "nodes",
                    "every node has a taint that CoreDNS does not tolerate, so the cluster would never be ready;"
                            + " leave a node without, or make the effect PreferNoSchedule");
        }
    }

    /**
     * What kubeadm's manifest tolerates.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/phases/addons/dns/manifests.go">its source</a>
     */
    private static boolean keepsDnsAway(Taint taint) {
        return switch (taint.effect()) {
            case "PreferNoSchedule" -> false;
            case "NoSchedule" -> !TOLERATED.contains(taint.key());
            default -> !taint.key().equals(CRITICAL_ONLY);
        };
    }

    private void checkRegistries(Draft.Settings settings) {
        var named =
                !settings.registries().isEmpty() || !settings.localRegistries().isEmpty();
        if (named && settings.containerdPatches().leave(RegistryConfig.DIRECTORY)) {
            problems.add(
                    settings.registries().isEmpty() ? "localRegistries" : "registries",
                    "containerdConfigPatches has containerd not look into %s, where these would be; say it all in one of the two"
                            .formatted(RegistryConfig.DIRECTORY));
        }
    }

    /** A version that the catalogue lacks is fine where no node needs an image of it made. */
    private void checkVersion(Draft cluster) {
        var needsImage = cluster.nodes().stream()
                .anyMatch(node -> node.settings().image().isEmpty());
        cluster.kubernetesVersion()
                .filter(version -> needsImage && catalogue.get(version.value()).isEmpty())
                .ifPresent(version -> problems.add(
                        version.path(),
                        "%s is none of the supported versions (%s); give every node an image of it, or choose one of these"
                                .formatted(version.value(), supported())));
    }

    private String supported() {
        return catalogue.supported().stream()
                .map(release -> release.version().toString())
                .collect(Collectors.joining(", "));
    }
}
