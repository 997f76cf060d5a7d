package dev.minik.release;

/** What a chart can be told of the cluster that it is rendered for. */
public enum ClusterFact {
    /** {@code true} where pods have addresses of IPv4. */
    IPV4,
    /** {@code true} where pods have addresses of IPv6. */
    IPV6,
    /** {@code ipv4} where nodes have such an address, else {@code ipv6}. */
    UNDERLAY,
    /** {@code true} where there is no kube-proxy. */
    NO_KUBE_PROXY,
    /** The name of the API server that nodes use. */
    API_HOST,
    /** The port that goes with it. */
    API_PORT;

    /** What a fact's name begins with in the catalogue. */
    static final String MARK = "$";
}
