package dev.minik.config;

import dev.minik.model.Cidr;

/**
 * Addresses and network components of a cluster.
 *
 * @param apiServerAddress the host's address on which the API server is published
 * @param apiServerPort the host's port for it; 0 for a random free one that stays, -1 for the engine's choice at
 *     each start
 * @param podSubnet the addresses of pods
 * @param serviceSubnet the addresses of services
 * @param disableDefaultCni whether the user installs a CNI by himself
 * @param kubeProxyMode how kube-proxy makes services reachable
 */
public record NetworkingConfig(
        String apiServerAddress,
        int apiServerPort,
        Cidr podSubnet,
        Cidr serviceSubnet,
        boolean disableDefaultCni,
        KubeProxyMode kubeProxyMode) {

    /** kube-proxy's modes, and none at all. */
    public enum KubeProxyMode {
        IPTABLES("iptables"),
        NFTABLES("nftables"),
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
