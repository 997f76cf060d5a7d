package dev.minik.cluster.image;

import dev.minik.cluster.image.ArchiveImage.Variant;
import java.util.List;

/** An image as one node shall have it, under these names. */
record WantedImage(List<String> names, Variant variant) {
    WantedImage {
        names = List.copyOf(names);
    }

    boolean isIn(NodeStore store) {
        return store.has(names, variant.id(), variant.diffIds());
    }
}
