package dev.minik.plan;

import dev.minik.model.IpFamily;

/**
 * How minik reaches ports that are published on the engine's host.
 *
 * @param address the host's address to publish on for that
 * @param name the name or address under which the host is known here
 */
public record Reach(String address, String name) {
    /** A host that is this one, or whose ports come out at this one's loopback address. */
    public static final Reach LOOPBACK = new Reach("127.0.0.1", "127.0.0.1");

    /** Returns the address to publish on for a cluster that uses these versions of IP. */
    String address(IpFamily family) {
        return equals(LOOPBACK) ? family.loopback() : address;
    }
}
