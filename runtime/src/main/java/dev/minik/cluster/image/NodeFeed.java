package dev.minik.cluster.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.archive.TarWriter;
import dev.minik.cluster.Tasks;
import dev.minik.cluster.image.ArchiveImage.Document;
import dev.minik.engine.EngineException;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An archive for one node, written while the node imports it: an OCI layout without the layers that the node has unpacked already. containerd
 * does not look for a layer whose snapshot it has.
 */
final class NodeFeed {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration UNPACKING = Duration.ofMinutes(15);
    private static final Duration ENDING = Duration.ofSeconds(20);
    private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NodeStore before;
    private final Set<String> wanted;
    private final Set<String> sent = new HashSet<>();
    private final ChunkPipe pipe = new ChunkPipe(PATIENCE);
    private final TarWriter tar = new TarWriter(pipe.writer());
    private final CompletableFuture<NodeStore> imported;
    private long moved;
    private @Nullable String failure;

    /**
     * Begins to import.
     *
     * @param wanted the digests of the layers that the node lacks
     */
    NodeFeed(NodeStores stores, Tasks tasks, NodeStore before, Set<String> wanted) {
        this.before = before;
        this.wanted = Set.copyOf(wanted);
        imported = tasks.start(() -> {
            try {
                return stores.load(before, pipe);
            } finally {
                pipe.close();
            }
        });
    }

    NodeStore before() {
        return before;
    }

    long moved() {
        return moved;
    }

    boolean lives() {
        return failure == null;
    }

    /** Returns whether a layer is still to be sent. */
    boolean wants(String digest) {
        return lives() && wanted.contains(digest) && !sent.contains(digest);
    }

    /** Returns the layers that were not sent though the node lacks them. */
    Set<String> unsent() {
        var unsent = new LinkedHashSet<>(wanted);
        unsent.removeAll(sent);
        return unsent;
    }

    void begin(String digest, long size) {
        attempt(() -> tar.begin(entry(digest), 0644, size));
    }

    void write(byte[] bytes, int length) {
        attempt(() -> tar.write(bytes, 0, length));
        moved += length;
    }

    void end(String digest) {
        attempt(() -> {
            tar.end();
            sent.add(digest);
        });
    }

    /** Writes what describes the images, and ends the archive. */
    void finish(List<WantedImage> images) {
        attempt(() -> {
            Set<String> written = new HashSet<>();
            var manifests = new ArrayList<Map<String, Object>>();
            for (var image : images) {
                var manifest = image.variant().manifest();
                for (var document : List.of(manifest, image.variant().config())) {
                    if (written.add(document.digest())) {
                        document(entry(document.digest()), document.content());
                    }
                }
                for (var name : image.names()) {
                    manifests.add(described(manifest, image.variant().platform(), name));
                }
            }
            document("/oci-layout", JSON.writeValueAsBytes(Map.of("imageLayoutVersion", "1.0.0")));
            var index = new LinkedHashMap<String, Object>();
            index.put("schemaVersion", 2);
            index.put("mediaType", INDEX_TYPE);
            index.put("manifests", manifests);
            document("/index.json", JSON.writeValueAsBytes(index));
            tar.close();
        });
    }

    private static Map<String, Object> described(Document manifest, Platform platform, String name) {
        var described = ArchiveIndex.descriptor(manifest.mediaType(), manifest.digest(), manifest.content().length);
        var where = new LinkedHashMap<String, Object>();
        where.put("os", platform.system());
        where.put("architecture", platform.architecture());
        if (!platform.variant().isEmpty()) {
            where.put("variant", platform.variant());
        }
        described.put("platform", where);
        described.put("annotations", Map.of(ArchiveIndex.NAME, name));
        return described;
    }

    private void document(String path, byte[] content) throws IOException {
        tar.file(path, 0644, content);
        moved += content.length;
    }

    /** Ends it so that the node imports nothing. */
    void abort(String reason) {
        if (failure == null) {
            failure = reason;
        }
        pipe.fail(reason);
    }

    /** Returns what the node has after its import; throws why it has not. */
    NodeStore imported() {
        var limit = lives() ? UNPACKING : ENDING;
        if (Tasks.await(imported, System.nanoTime() + limit.toNanos())) {
            return imported.join();
        }
        throw MinikException.of(
                ExitCode.TIMED_OUT,
                "node %s: %s"
                        .formatted(
                                before.node(),
                                lives() ? "it unpacks for more than %d minutes".formatted(limit.toMinutes()) : failure),
                "'minik status' tells how the cluster is; then repeat the command");
    }

    /** Waits for the end of an import that came to nothing. */
    void settle() {
        try {
            imported();
        } catch (MinikException | EngineException e) {
            // it was told to fail, by the end of its input
            return;
        }
    }

    /** A node that fails must not keep the others from being served: why it did is told by the end of its import. */
    private void attempt(Step step) {
        if (!lives()) {
            return;
        }
        try {
            step.run();
        } catch (IOException e) {
            abort(String.valueOf(e.getMessage()));
        }
    }

    private static String entry(String digest) {
        return "/blobs/" + digest.replace(':', '/');
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
