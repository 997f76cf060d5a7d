package dev.minik.cluster.image;

import dev.minik.cluster.image.ArchiveImage.Variant;
import dev.minik.engine.ImageInfo;
import java.util.List;
import java.util.Optional;

/**
 * Images that come by one archive.
 *
 * @param what the archive, for people
 * @param requested the images that the engine was asked for; empty for a file, of which all images are taken
 */
record Batch(String what, Supply supply, List<Requested> requested) {
    Batch {
        requested = List.copyOf(requested);
    }

    /**
     * An image that the engine has.
     *
     * @param names the full names that it shall have in nodes
     */
    record Requested(List<String> names, ImageInfo info) {
        Requested {
            names = List.copyOf(names);
        }

        /** Returns whether this is the image. */
        boolean is(ArchiveImage image) {
            return image.root().equals(info.id()) || image.variants().stream().anyMatch(this::is);
        }

        private boolean is(Variant variant) {
            return variant.id().equals(info.id());
        }
    }

    /** Returns the names that an image of the archive shall have in nodes; empty when it was not asked for. */
    Optional<List<String>> names(ArchiveImage image, Variant variant) {
        if (requested.isEmpty()) {
            return Optional.of(image.names().isEmpty() ? List.of(variant.id()) : image.names());
        }
        var names = requested.stream()
                .filter(one -> one.is(image))
                .flatMap(one -> one.names().stream())
                .distinct()
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }
}
