package dev.minik.cluster.image;

import java.io.InputStream;
import java.nio.file.Path;

/** Where images come from. */
public sealed interface ImageSource {
    /** An image that the engine has, by name, digest or id. */
    record Named(String reference) implements ImageSource {}

    /** An archive in a file, as {@code docker save} writes it or with an OCI layout, plain or compressed by gzip. */
    record ArchiveFile(Path path) implements ImageSource {}

    /** An archive that can be read once only, such as standard input. */
    record ArchiveStream(InputStream stream) implements ImageSource {}
}
