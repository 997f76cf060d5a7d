package dev.minik.image.container;

import dev.minik.archive.TarWriter;
import dev.minik.digest.Sha256;
import dev.minik.image.cache.CachedFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a layer to a file. */
public final class LayerFile {
    private static final int BUFFER = 1 << 16;

    private LayerFile() {}

    /** Puts the content into a layer. */
    @FunctionalInterface
    public interface Content {
        /** Adds everything to {@code layer}. */
        void writeTo(TarWriter layer) throws IOException;
    }

    /** Writes a layer and returns it with its digest. */
    public static CachedFile write(Path file, Content content) throws IOException {
        var digested = new Sha256.Output(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
        try (var layer = new TarWriter(digested)) {
            content.writeTo(layer);
        }
        return new CachedFile(file, digested.sha256(), digested.size());
    }
}
