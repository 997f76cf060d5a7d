package dev.minik.engine;

import java.util.List;
import java.util.Map;

/** A network that the engine has, with its subnets in CIDR notation. */
public record NetworkInfo(String id, String name, List<String> subnets, Map<String, String> labels) {
    /** Copies the collections. */
    public NetworkInfo {
        subnets = List.copyOf(subnets);
        labels = Map.copyOf(labels);
    }
}
