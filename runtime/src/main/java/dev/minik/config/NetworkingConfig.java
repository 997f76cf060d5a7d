package dev.minik.config;

import dev.minik.model.Cidr;
import dev.minik.model.IpFamily;
import java.util.List;
import java.util.Optional;

/**
 * Addresses and network components of a cluster.
 *
 * @param ipFamily which versions of IP nodes, pods and services have addresses of
 * @param apiServerAddress the host's address on which the API server is published; empty for the one by which minik reaches the host:
 *     the loopback address, where that is this host
 * @param apiServerPort the host's port for it; 0 for a random free one that stays, -1 for the engine's choice at
 *     each start
 * @param podSubnets the addresses of pods: a range of each version of IP, IPv4 first
 * @param serviceSubnets the addresses of services, likewise
 * @param cni the pods' network
 * @param cniManifest where the manifest of {@link Cni#CUSTOM} is: a path or a URL; empty for other networks
 * @param kubeProxyMode how kube-proxy makes services reachable
 * @param dnsDomain the domain of services
 * @param dnsSearch the search domains of nodes and so of pods that use the nodes' name service; empty for the host's
 */
public record NetworkingConfig(
        IpFamily ipFamily,
        Optional<String> apiServerAddress,
        int apiServerPort,
        List<Cidr> podSubnets,
        List<Cidr> serviceSubnets,
        Cni cni,
        String cniManifest,
        KubeProxyMode kubeProxyMode,
        String dnsDomain,
        Optional<List<String>> dnsSearch) {
    /** Copies the lists. */
    public NetworkingConfig {
        podSubnets = List.copyOf(podSubnets);
        serviceSubnets = List.copyOf(serviceSubnets);
        dnsSearch = dnsSearch.map(List::copyOf);
    }

    /** Returns the same with the manifest of its network in another place. */
    NetworkingConfig withCniManifest(String source) {
        return new NetworkingConfig(
                ipFamily,
                apiServerAddress,
                apiServerPort,
                podSubnets,
                serviceSubnets,
                cni,
                source,
                kubeProxyMode,
                dnsDomain,
                dnsSearch);
    }

    /** kube-proxy's modes, and none at all. */
    public enum KubeProxyMode {
        IPTABLES("iptables"),
        NFTABLES("nftables"),
        IPVS("ipvs"),
        NONE("none");

        private final String text;

        KubeProxyMode(String text) {
            this.text = text;
        }

        /** Returns the word used in config files and by kube-proxy. */
        public String text() {
            return text;
        }
    }
}
