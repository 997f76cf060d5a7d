package dev.minik.config;

import dev.minik.config.NetworkingConfig.KubeProxyMode;
import dev.minik.model.Cidr;
import dev.minik.model.ClusterName;
import dev.minik.model.IpFamily;
import dev.minik.model.KubernetesVersion;
import dev.minik.model.RegistryName;
import dev.minik.model.Role;
import dev.minik.patch.ContainerdPatches;
import dev.minik.patch.KubeadmPatches;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A cluster as far as it could be read: what was wrong is left out, and reported. */
record Draft(
        Optional<ClusterName> name,
        List<DraftNode> nodes,
        Networking networking,
        Optional<Placed<KubernetesVersion>> kubernetesVersion,
        Settings settings) {

    /** What a cluster is when nobody says anything. */
    static final Draft DEFAULT = new Draft(
            Optional.empty(),
            List.of(DraftNode.plain("nodes[0]", Optional.of(Role.CONTROL_PLANE))),
            Networking.of(IpFamily.IPV4),
            Optional.empty(),
            Settings.DEFAULT);

    /** What flags do not change and no rule is about. */
    record Settings(
            ComponentsConfig components,
            EtcdConfig etcd,
            ControlPlaneEndpoint endpoint,
            List<RegistryConfig> registries,
            List<RegistryName> localRegistries,
            ProxyConfig proxy,
            KubeadmPatches kubeadmPatches,
            ContainerdPatches containerdPatches) {
        static final Settings DEFAULT = new Settings(
                ComponentsConfig.DEFAULT,
                EtcdConfig.DEFAULT,
                ControlPlaneEndpoint.BALANCER,
                List.of(),
                List.of(),
                ProxyConfig.NONE,
                KubeadmPatches.NONE,
                ContainerdPatches.NONE);
    }

    /**
     * The networking section; an empty subnet or port is one that is not valid.
     */
    record Networking(
            IpFamily ipFamily,
            Optional<String> apiServerAddress,
            Optional<Integer> apiServerPort,
            Optional<List<Cidr>> podSubnets,
            Optional<List<Cidr>> serviceSubnets,
            Cni cni,
            String cniManifest,
            KubeProxyMode kubeProxyMode,
            String dnsDomain,
            Optional<List<String>> dnsSearch) {
        private static final String PODS = "10.244.0.0/16";
        private static final String PODS_V6 = "fd00:10:244::/56";
        private static final String SERVICES = "10.96.0.0/16";
        private static final String SERVICES_V6 = "fd00:10:96::/112";

        /** Returns kind's defaults. The service subnet is smaller than kubeadm's, whose bitmap in etcd is large. */
        static Networking of(IpFamily family) {
            return new Networking(
                    family,
                    Optional.empty(),
                    Optional.of(0),
                    subnets(family, PODS, PODS_V6),
                    subnets(family, SERVICES, SERVICES_V6),
                    Cni.FLANNEL,
                    "",
                    KubeProxyMode.IPTABLES,
                    "cluster.local",
                    Optional.empty());
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
                    cni,
                    cniManifest,
                    kubeProxyMode,
                    dnsDomain,
                    dnsSearch);
        }
    }

    /** Makes the finished configuration; only for a draft without problems. */
    ClusterConfig toConfig(ConfigOverrides flags) {
        var ordered = nodes.stream()
                .map(DraftNode::toConfig)
                .sorted(Comparator.comparing(NodeConfig::role))
                .toList();
        return new ClusterConfig(
                name.orElse(ClusterName.DEFAULT),
                ordered,
                networking.toConfig(),
                kubernetesVersion.map(Placed::value),
                settings.components(),
                settings.etcd(),
                settings.endpoint(),
                settings.registries(),
                settings.localRegistries(),
                settings.proxy(),
                settings.kubeadmPatches(),
                settings.containerdPatches(),
                flags.bare(),
                flags.tuning().orElse(TuningLevel.DEFAULT));
    }
}
