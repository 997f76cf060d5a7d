package dev.minik.cluster.image;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPInputStream;

/** An archive that can be read more than once. */
@FunctionalInterface
interface Supply {
    /** Begins to read it; the caller closes the stream. */
    InputStream open() throws IOException;

    /** Returns an archive in a file. */
    static Supply file(Path file) {
        return () -> unpacked(Files.newInputStream(file));
    }

    /** Returns plain tar; other compressions than gzip are refused by name. */
    static InputStream unpacked(InputStream archive) throws IOException {
        var input = new BufferedInputStream(archive, 1 << 16);
        try {
            input.mark(Compression.HEAD);
            var compression = Compression.of(input.readNBytes(Compression.HEAD));
            input.reset();
            return switch (compression) {
                case NONE -> input;
                case GZIP -> new GZIPInputStream(input, 1 << 16);
                case ZSTD ->
                    throw new BrokenArchive("it is compressed by zstd, which minik does not unpack; unzstd does");
            };
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    /** An archive that could be read once only, kept in a file that nobody else sees and that ends with the process. */
    final class Spooled implements Supply, AutoCloseable {
        private final FileChannel file;

        private Spooled(FileChannel file) {
            this.file = file;
        }

        static Spooled of(InputStream archive, Path directory) throws IOException {
            Files.createDirectories(directory);
            var name = Files.createTempFile(directory, "image-", ".tar");
            var file = FileChannel.open(
                    name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            try {
                archive.transferTo(Channels.newOutputStream(file));
                return new Spooled(file);
            } catch (IOException e) {
                file.close();
                throw e;
            }
        }

        @Override
        public InputStream open() throws IOException {
            file.position(0);
            return unpacked(new Unclosed(Channels.newInputStream(file)));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Reading to an end must not close the file. */
    final class Unclosed extends FilterInputStream {
        private Unclosed(InputStream file) {
            super(file);
        }

        @Override
        public void close() {}
    }
}
