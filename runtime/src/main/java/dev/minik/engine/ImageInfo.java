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
 */
public record ImageInfo(
        String id, List<String> tags, Map<String, String> labels, List<String> environment, long sizeBytes) {
    /** Copies the collections. */
    public ImageInfo {
        tags = List.copyOf(tags);
        labels = Map.copyOf(labels);
        environment = List.copyOf(environment);
    }
}
