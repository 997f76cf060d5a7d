package dev.minik.cluster.image;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An image of an archive.
 *
 * @param names its full names; may be empty
 * @param root the digest by which the archive's list of contents knows it
 * @param variants what it is for each platform that is there
 * @param absent platforms that it is made for and that are not in the archive
 */
record ArchiveImage(List<String> names, String root, List<Variant> variants, List<Platform> absent) {
    ArchiveImage {
        names = List.copyOf(names);
        variants = List.copyOf(variants);
        absent = List.copyOf(absent);
    }

    /** Returns the variant that runs on a node. */
    Optional<Variant> runningOn(Platform node) {
        return variants.stream()
                .filter(variant -> variant.platform().runsOn(node))
                .min(Comparator.comparing(Variant::platform, Platform.PLAIN_FIRST));
    }

    /**
     * An image for one platform.
     *
     * @param manifest its manifest, which names configuration and layers by their digests
     * @param config its configuration, whose digest is the image's id
     */
    record Variant(Platform platform, Document manifest, Document config, List<Layer> layers) {
        Variant {
            layers = List.copyOf(layers);
        }

        String id() {
            return config.digest();
        }

        List<String> diffIds() {
            return layers.stream().map(Layer::diffId).toList();
        }

        /** Returns how much it is. */
        long size() {
            return layers.stream().mapToLong(Layer::size).sum() + config.content().length;
        }
    }

    /** A small text that is known by its digest. */
    static final class Document {
        private final String mediaType;
        private final String digest;
        private final byte[] content;

        private Document(String mediaType, byte[] content) {
            this.mediaType = mediaType;
            this.content = content;
            digest = Digests.of(content);
        }

        static Document of(String mediaType, byte[] content) {
            return new Document(mediaType, content);
        }

        String mediaType() {
            return mediaType;
        }

        String digest() {
            return digest;
        }

        byte[] content() {
            return content;
        }
    }

    /**
     * A layer.
     *
     * @param diffId the digest of its uncompressed archive
     * @param digest the digest of it as it travels
     * @param size its size as it travels, in bytes
     * @param entry its name in the archive; empty when it is not there
     */
    record Layer(String diffId, String digest, long size, String mediaType, String entry) {}
}
