package dev.minik.cluster.image;

import dev.minik.cluster.image.ArchiveImage.Layer;
import dev.minik.cluster.image.ArchiveImage.Variant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a node's container runtime has.
 *
 * @param node the node's name
 * @param container its container
 * @param chains the names of its snapshots: chain IDs
 * @param images its images
 */
record NodeStore(String node, String container, Platform platform, Set<String> chains, List<Stored> images) {
    NodeStore {
        chains = Set.copyOf(chains);
        images = List.copyOf(images);
    }

    /**
     * An image of a node.
     *
     * @param names its full names, by tag and by digest
     * @param pinned whether the kubelet never removes it
     */
    record Stored(String id, List<String> names, long size, boolean pinned) {
        Stored {
            names = List.copyOf(names);
        }

        boolean isCalled(String name) {
            return id.equals(name) || names.contains(name);
        }
    }

    /** Returns whether pods can start from an image by all of these names at once. */
    boolean has(List<String> names, String id, List<String> diffIds) {
        var chain = Digests.chains(diffIds);
        return names.stream().allMatch(name -> calls(name, id))
                && (chain.isEmpty() || chains.contains(chain.get(chain.size() - 1)));
    }

    private boolean calls(String name, String id) {
        return images.stream().anyMatch(image -> image.id().equals(id) && image.isCalled(name));
    }

    /** Returns the layers of an image that would have to be unpacked here, and so have to be brought. */
    List<Layer> lacking(Variant image) {
        var chain = Digests.chains(image.diffIds());
        var lacking = new ArrayList<Layer>();
        for (int i = 0; i < chain.size(); i++) {
            if (!chains.contains(chain.get(i))) {
                lacking.add(image.layers().get(i));
            }
        }
        return lacking;
    }

    /** Returns which of an image's layers, by the digests of their uncompressed archives, would have to be unpacked here. */
    Set<String> lacking(List<String> diffIds) {
        var chain = Digests.chains(diffIds);
        var lacking = new LinkedHashSet<String>();
        for (int i = 0; i < chain.size(); i++) {
            if (!chains.contains(chain.get(i))) {
                lacking.add(diffIds.get(i));
            }
        }
        return lacking;
    }
}
