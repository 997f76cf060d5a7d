package dev.minik.image.added;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A node image to make of another one.
 *
 * @param base the name of the node image to begin with
 * @param images names of images that the engine has
 * @param archives files with images, as {@code docker save} or an OCI layout has them
 * @param imageName the name that it gets; empty for one that is made of its content
 */
public record AddedImages(String base, List<String> images, List<Path> archives, Optional<String> imageName) {
    /** Copies the lists. */
    public AddedImages {
        images = List.copyOf(images);
        archives = List.copyOf(archives);
    }
}
