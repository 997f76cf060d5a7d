package dev.minik.engine;

import java.util.List;
import java.util.Map;

/**
 * A bridge network to create.
 *
 * @param name its name
 * @param ranges its addresses: a range of IPv4, or one of each IP version
 * @param labels its labels
 * @param options driver options
 */
public record NetworkSpec(String name, List<Range> ranges, Map<String, String> labels, Map<String, String> options) {
    /** Copies the collections. */
    public NetworkSpec {
        ranges = List.copyOf(ranges);
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
    }

    /** Returns whether containers of the network have addresses of IPv6. */
    public boolean v6() {
        return ranges.stream().anyMatch(range -> range.subnet().contains(":"));
    }

    /**
     * Addresses of a network.
     *
     * @param subnet all of them, in CIDR notation
     * @param gateway the host's address among them
     * @param dynamicRange the part that the engine gives to containers without a fixed address, CIDR notation
     */
    public record Range(String subnet, String gateway, String dynamicRange) {}
}
