package dev.minik.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which versions of IP a cluster's nodes, pods and services have addresses of, in kind's words.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/dual-stack/">IPv4/IPv6 dual-stack</a>
 */
public enum IpFamily {
    IPV4("ipv4", true, false),
    IPV6("ipv6", false, true),
    /** Both, IPv4 first. */
    DUAL("dual", true, true);

    private final String text;
    private final boolean v4;
    private final boolean v6;

    IpFamily(String text, boolean v4, boolean v6) {
        this.text = text;
        this.v4 = v4;
        this.v6 = v6;
    }

    /** Returns the word used in config files. */
    public String text() {
        return text;
    }

    /** Returns whether each version that it has is IPv6, the first being the one that a client without a wish gets. */
    public List<Boolean> versions() {
        return Stream.of(false, true).filter(isV6 -> isV6 ? v6 : v4).toList();
    }

    /** Returns whether nodes need addresses of IPv6. */
    public boolean v6() {
        return v6;
    }

    /** Returns the loopback address of a host that is reached so. */
    public String loopback() {
        return this == IPV6 ? "::1" : "127.0.0.1";
    }
}
