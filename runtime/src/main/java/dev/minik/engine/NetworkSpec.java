package dev.minik.engine;

import java.util.Map;

/**
 * A bridge network to create.
 *
 * @param name its name
 * @param subnet its IPv4 subnet in CIDR notation
 * @param gateway the host's address in it
 * @param dynamicRange the part of the subnet that the engine gives to containers without a fixed address, CIDR notation
 * @param labels its labels
 * @param options driver options
 */
public record NetworkSpec(
        String name,
        String subnet,
        String gateway,
        String dynamicRange,
        Map<String, String> labels,
        Map<String, String> options) {
    /** Copies the maps. */
    public NetworkSpec {
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
    }
}
