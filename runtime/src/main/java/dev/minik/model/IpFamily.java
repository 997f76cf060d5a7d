package dev.minik.model;

import java.util.List;

/**
 * Which versions of IP a cluster's nodes, pods and services have addresses of, in kind's words.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/dual-stack/">IPv4/IPv6 dual-stack</a>
 */
public enum IpFamily {
    IPV4("ipv4", false),
    IPV6("ipv6", true),
    /** Both, IPv4 first. */
    DUAL("dual", false, true);

    private final String text;
    private final List<Boolean> versions;

    IpFamily(String text, Boolean... v6) {
        this.text = text;
        versions = List.of(v6);
    }

    /** Returns the word used in config files. */
    public String text() {
        return text;
    }

    /** Returns whether each version that it has is IPv6, the first being the one that a client without a wish gets. */
    public List<Boolean> versions() {
        return versions;
    }

    /** Returns whether nodes need addresses of IPv6. */
    public boolean v6() {
        return versions.contains(true);
    }
}
