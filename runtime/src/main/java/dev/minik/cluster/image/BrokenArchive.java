package dev.minik.cluster.image;

import java.io.IOException;

/** An archive that holds no images, or not as it says. The message tells what is wrong with it. */
final class BrokenArchive extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenArchive(String message) {
        super(message);
    }
}
