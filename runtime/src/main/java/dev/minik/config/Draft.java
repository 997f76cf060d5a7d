package dev.minik.config;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.Cidr;
import dev.minik.model.ClusterName;
import dev.minik.model.IpFamily;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A cluster as far as it could be read: what was wrong is left out, and reported. */
record Draft(
        Optional<ClusterName> name,
        List<DraftNode> nodes,
        Networking networking,
        Optional<Placed<KubernetesVersion>> kubernetesVersion) {

    /** What a cluster is when nobody says anything. */
    static final Draft DEFAULT = new Draft(
            Optional.empty(),
            List.of(DraftNode.plain("nodes[0]", Optional.of(Role.CONTROL_PLANE))),
            Networking.of(IpFamily.IPV4),
            Optional.empty());

    /**
     * The networking section; an empty subnet or port is one that is not valid.
     */
    record Networking(
            IpFamily ipFamily,
            String apiServerAddress,
            Optional<Integer> apiServerPort,
            Optional<List<Cidr>> podSubnets,
            Optional<List<Cidr>> serviceSubnets,
            boolean disableDefaultCni,
            KubeProxyMode kubeProxyMode) {
        private static final String PODS = "10.244.0.0/16";
        private static final String PODS_V6 = "fd00:10:244::/56";
        private static final String SERVICES = "10.96.0.0/16";
        private static final String SERVICES_V6 = "fd00:10:96::/112";

        /** Returns kind's defaults. The service subnet is smaller than kubeadm's, whose bitmap in etcd is large. */
        static Networking of(IpFamily family) {
            return new Networking(
                    family,
                    family == IpFamily.IPV6 ? "::1" : "127.0.0.1",
                    Optional.of(0),
                    subnets(family, PODS, PODS_V6),
                    subnets(family, SERVICES, SERVICES_V6),
                    false,
                    KubeProxyMode.IPTABLES);
        }

        private static Optional<List<Cidr>> subnets(IpFamily family, String v4, String v6) {
            return Optional.of(family.versions().stream()
                    .map(isV6 -> Cidr.parse(isV6 ? v6 : v4))
                    .toList());
        }

        NetworkingConfig toConfig() {
            return new NetworkingConfig(
                    ipFamily,
                    apiServerAddress,
                    apiServerPort.orElseThrow(),
                    podSubnets.orElseThrow(),
                    serviceSubnets.orElseThrow(),
                    disableDefaultCni,
                    kubeProxyMode);
        }
    }

    /** Makes the finished configuration; only for a draft without problems. */
    ClusterConfig toConfig(TuningLevel tuning) {
        var ordered = nodes.stream()
                .map(DraftNode::toConfig)
                .sorted(Comparator.comparing(NodeConfig::role))
                .toList();
        return new ClusterConfig(
                name.orElse(ClusterName.DEFAULT),
                ordered,
                networking.toConfig(),
                kubernetesVersion.map(Placed::value),
                tuning);
    }
}
