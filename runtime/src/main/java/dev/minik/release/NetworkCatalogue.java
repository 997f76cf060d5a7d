package dev.minik.release;

import java.util.Map;

/**
 * The pod networks that others publish.
 *
 * @param networks by the words that config files have for them
 * @param helm what renders those that are charts
 */
public record NetworkCatalogue(Map<String, PinnedNetwork> networks, HelmRelease helm) {
    /** Copies the networks. */
    public NetworkCatalogue {
        networks = Map.copyOf(networks);
    }

    /** Returns the network of a word; one that is not there is a bug ({@link IllegalStateException}). */
    public PinnedNetwork network(String word) {
        var network = networks.get(word);
        if (network == null) {
            throw new IllegalStateException("the catalogue lacks the network " + word);
        }
        return network;
    }
}
