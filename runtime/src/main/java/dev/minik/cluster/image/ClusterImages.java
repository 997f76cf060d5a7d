package dev.minik.cluster.image;

import dev.minik.model.ClusterName;
import java.util.List;

/** The container images in the nodes of clusters. Everywhere an empty list of nodes stands for all nodes. */
public interface ClusterImages {
    /**
     * Loads images into nodes, and moves only what a node lacks.
     *
     * @return what each node got
     * @throws dev.minik.error.MinikException with {@code EXISTS_OR_NOT_FOUND} when cluster, node or image is not there or no image fits the
     *     nodes, with {@code WRONG_STATE} when a node does not run; nothing is changed then
     */
    Loaded load(ClusterName cluster, List<ImageSource> sources, List<String> nodes);

    /** Returns the images that nodes have, by name. */
    List<NodeImage> list(ClusterName cluster, List<String> nodes);

    /**
     * Deletes images from nodes. With its last name, or by its id, an image goes; else only the name.
     *
     * @param images names or ids; what no node has is passed over
     * @param force also what running pods use, and what Kubernetes itself needs
     * @return what was deleted
     */
    Deleted delete(ClusterName cluster, List<String> images, List<String> nodes, boolean force);

    /** What a load did. */
    record Loaded(List<LoadedImage> images, List<NodeLoad> nodes) {
        /** Copies the lists. */
        public Loaded {
            images = List.copyOf(images);
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * An image that all nodes have now.
     *
     * @param names what pods call it
     * @param id the digest of its configuration
     * @param sizeBytes the size of its layers as they were in the source
     */
    record LoadedImage(List<String> names, String id, long sizeBytes) {
        /** Copies the names. */
        public LoadedImage {
            names = List.copyOf(names);
        }
    }

    /**
     * What a node got.
     *
     * @param movedBytes how much was sent to it; 0 when it had everything
     * @param totalBytes how much the images are
     */
    record NodeLoad(String node, long movedBytes, long totalBytes) {}

    /**
     * An image in nodes.
     *
     * @param name its full name; empty when it has none
     * @param id the digest of its configuration
     * @param sizeBytes its size as the node reports it
     * @param nodes the nodes that have it
     */
    record NodeImage(String name, String id, long sizeBytes, List<String> nodes) {
        /** Copies the nodes. */
        public NodeImage {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * What was deleted.
     *
     * @param images the names and ids that are gone
     * @param missing what no node had
     */
    record Deleted(List<NodeImage> images, List<String> missing) {
        /** Copies the lists. */
        public Deleted {
            images = List.copyOf(images);
            missing = List.copyOf(missing);
        }
    }
}
