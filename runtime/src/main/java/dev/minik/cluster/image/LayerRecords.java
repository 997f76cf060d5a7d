package dev.minik.cluster.image;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What Docker keeps of a layer's archive beside the unpacked files: everything but the files' content, so that it can write the archive
 * again to the last bit.
 *
 * @see <a href="https://github.com/vbatts/tar-split/blob/main/tar/storage/entry.go">the records</a>
 */
final class LayerRecords {
    private static final int FILE = 1;
    private static final int SEGMENT = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] packed;

    LayerRecords(byte[] packed) {
        this.packed = packed;
    }

    /** Returns the size of the layer's archive. */
    long size() throws IOException {
        long[] size = {0};
        each((bytes, file, length) -> size[0] += file.isPresent() ? length : bytes.length);
        return size[0];
    }

    /** Writes the layer's archive, with the files' content from {@code files}; its digest tells whether it is the same. */
    byte[] archive(Map<String, byte[]> files) throws IOException {
        var archive = new ByteArrayOutputStream();
        each((bytes, file, length) -> {
            var content = file.isEmpty() ? bytes : length == 0 ? new byte[0] : files.get(name(file.get()));
            if (content == null) {
                throw new IOException("the layer has no file " + file.orElse(""));
            }
            archive.write(content);
        });
        return archive.toByteArray();
    }

    /** Returns the shortest form of a path in an archive. */
    static String name(String path) {
        var name = path;
        while (name.startsWith("./") || name.startsWith("/")) {
            name = name.substring(name.indexOf('/') + 1);
        }
        return name;
    }

    private void each(Taker taker) throws IOException {
        try (var lines = new GZIPInputStream(new ByteArrayInputStream(packed));
                var parser = JSON.createParser(lines)) {
            for (JsonNode entry = next(parser); entry != null; entry = next(parser)) {
                switch (entry.path("type").asInt()) {
                    case FILE ->
                        taker.take(
                                new byte[0],
                                Optional.of(path(entry)),
                                entry.path("size").asLong());
                    case SEGMENT -> taker.take(decoded(entry.path("payload")), Optional.empty(), 0);
                    default -> throw new IOException("unknown record of a layer");
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("a layer's record is not base64", e);
        }
    }

    private static @Nullable JsonNode next(JsonParser parser) throws IOException {
        return parser.nextToken() == null ? null : parser.readValueAsTree();
    }

    private static String path(JsonNode entry) {
        return entry.has("name_raw")
                ? new String(decoded(entry.path("name_raw")), StandardCharsets.UTF_8)
                : entry.path("name").asText();
    }

    private static byte[] decoded(JsonNode text) {
        return Base64.getDecoder().decode(text.asText());
    }

    @FunctionalInterface
    private interface Taker {
        void take(byte[] bytes, Optional<String> file, long length) throws IOException;
    }
}
