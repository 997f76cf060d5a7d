package dev.minik.cluster.image;

import java.util.Comparator;

/**
 * What an image runs on.
 *
 * @param variant such as {@code v8}; empty when it does not matter
 */
record Platform(String system, String architecture, String variant) {
    /** A plain image before one for newer processors only. */
    static final Comparator<Platform> PLAIN_FIRST = Comparator.comparing(Platform::variant);

    /** Returns the platform of a node whose kernel calls its machine so. */
    static Platform ofMachine(String machine) {
        return new Platform(
                "linux",
                switch (machine) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    case "armv7l" -> "arm";
                    default -> machine;
                },
                "");
    }

    /** Returns whether an image of this platform runs on a node of {@code node}. */
    boolean runsOn(Platform node) {
        return system.equals(node.system) && architecture.equals(node.architecture);
    }

    @Override
    public String toString() {
        return system + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
