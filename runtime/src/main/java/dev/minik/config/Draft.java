package dev.minik.config;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.Cidr;
import dev.minik.model.ClusterName;
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
            Networking.DEFAULT,
            Optional.empty());

    /**
     * The networking section; an empty subnet or port is one that is not valid.
     */
    record Networking(
            String apiServerAddress,
            Optional<Integer> apiServerPort,
            Optional<Cidr> podSubnet,
            Optional<Cidr> serviceSubnet,
            boolean disableDefaultCni,
            KubeProxyMode kubeProxyMode) {
        /** kind's defaults. The service subnet is smaller than kubeadm's, whose bitmap in etcd is large. */
        static final Networking DEFAULT = new Networking(
                "127.0.0.1",
                Optional.of(0),
                Optional.of(Cidr.parse("10.244.0.0/16")),
                Optional.of(Cidr.parse("10.96.0.0/16")),
                false,
                KubeProxyMode.IPTABLES);

        NetworkingConfig toConfig() {
            return new NetworkingConfig(
                    apiServerAddress,
                    apiServerPort.orElseThrow(),
                    podSubnet.orElseThrow(),
                    serviceSubnet.orElseThrow(),
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
