package dev.minik.config;

import dev.minik.model.Role;
import dev.minik.release.KubernetesCatalogue;
import java.util.List;
import java.util.stream.Collectors;

/** What the parts of a cluster must be to each other. Each part by itself has been checked when it was read. */
final class ClusterRules {
    /** More than a machine carries, and a guard against a slip of the finger. */
    static final int MAX_NODES = 100;

    /** See <a href="https://etcd.io/docs/v3.6/faq/#what-is-maximum-cluster-size">etcd's FAQ</a>. */
    private static final int MAX_CONTROL_PLANES = 7;

    private final KubernetesCatalogue catalogue;
    private final Problems problems;
    private final List<String> warnings;

    ClusterRules(KubernetesCatalogue catalogue, Problems problems, List<String> warnings) {
        this.catalogue = catalogue;
        this.problems = problems;
        this.warnings = warnings;
    }

    /** Reports every rule that the cluster breaks. */
    void check(Draft cluster) {
        checkNodeCounts(cluster);
        checkVersion(cluster);
        new SubnetRules(problems).check(cluster.networking(), cluster.nodes().size());
        new PortConflicts(problems).check(cluster);
    }

    static String tooMany(int nodes) {
        return "%d nodes are more than %d".formatted(nodes, MAX_NODES);
    }

    private void checkNodeCounts(Draft cluster) {
        var nodes = cluster.nodes();
        if (nodes.size() > MAX_NODES) {
            problems.add("nodes", tooMany(nodes.size()));
        }
        var controlPlanes =
                nodes.stream().filter(node -> node.isA(Role.CONTROL_PLANE)).count();
        var unknown = nodes.stream().filter(node -> node.role().isEmpty()).count();
        if (controlPlanes == 0 && unknown == 0) {
            problems.add("nodes", "a cluster needs a node with 'role: control-plane'");
        }
        if (cluster.settings().etcd().topology() == EtcdConfig.Topology.EXTERNAL) {
            return; // any number of control planes goes with that
        }
        if (controlPlanes > MAX_CONTROL_PLANES) {
            problems.add(
                    "nodes",
                    "%d control planes are more than %d, the most members that etcd is made for"
                            .formatted(controlPlanes, MAX_CONTROL_PLANES));
        } else if (controlPlanes == 1 && cluster.settings().endpoint() == ControlPlaneEndpoint.VIP) {
            problems.add("controlPlaneEndpoint", "vip is an address that several control planes hold; there is one");
        } else if (controlPlanes > 0 && controlPlanes % 2 == 0) {
            warnings.add(("nodes: of %d control planes %d may fail, as of %d: etcd needs most of its members;"
                            + " an odd number is as good and costs less")
                    .formatted(controlPlanes, controlPlanes / 2 - 1, controlPlanes - 1));
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
