package dev.minik.plan;

/** What works in a cluster by what minik brings, and so can be waited for; each includes what is named before it. */
public enum Serving {
    /** Nodes register. Pods run, and are reached, when the user has brought the rest. */
    NODES,
    /** Nodes become Ready: pods run, and reach each other and services. */
    PODS,
    /** CoreDNS becomes available. */
    NAMES;

    /**
     * Returns what works in a cluster.
     *
     * @param pods whether its pods have a network, and a way to services
     * @param dns whether it has a CoreDNS
     */
    public static Serving of(boolean pods, boolean dns) {
        if (!pods) {
            return NODES;
        }
        return dns ? NAMES : PODS;
    }

    /** Returns whether {@code other} works. */
    public boolean includes(Serving other) {
        return compareTo(other) >= 0;
    }
}
