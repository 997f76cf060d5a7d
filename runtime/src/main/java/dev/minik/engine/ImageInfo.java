package dev.minik.engine;

import java.util.List;
import java.util.Map;

/**
 * An image that the engine has.
 *
 * @param id the image's id, {@code sha256:…}
 * @param tags its names
 * @param labels its labels
 * @param environment its environment, {@code NAME=value}
 * @param sizeBytes its size as the engine reports it
 * @param platform what it runs on, such as {@code linux/amd64}; empty when the engine does not tell
 * @param layers the digests of its layers' uncompressed archives, the lowest first; empty when the engine does not tell
 * @param directories where the engine keeps those layers unpacked on its host, in the same order; empty when it does not tell
 */
public record ImageInfo(
        String id,
        List<String> tags,
        Map<String, String> labels,
        List<String> environment,
        long sizeBytes,
        String platform,
        List<String> layers,
        List<String> directories) {
    /** Copies the collections. */
    public ImageInfo {
        tags = List.copyOf(tags);
        labels = Map.copyOf(labels);
        environment = List.copyOf(environment);
        layers = List.copyOf(layers);
        directories = List.copyOf(directories);
    }

    /** Makes an image of which neither platform nor layers are known. */
    public ImageInfo(
            String id, List<String> tags, Map<String, String> labels, List<String> environment, long sizeBytes) {
        this(id, tags, labels, environment, sizeBytes, "", List.of(), List.of());
    }
}
