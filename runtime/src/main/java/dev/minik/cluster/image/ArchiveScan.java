package dev.minik.cluster.image;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarReader;
import dev.minik.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.security.DigestOutputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One pass over an archive of images, which is not trusted. Keeps the small texts in memory, within limits, and hands layers on as they come by.
 */
final class ArchiveScan implements TarReader.Visitor {
    private static final int DOCUMENT_LIMIT = 8 << 20;
    private static final int DOCUMENTS_LIMIT = 64 << 20;
    private static final String BLOBS = "blobs/";

    private final Function<String, Optional<String>> layerOf;
    private final LayerSink sink;
    private final boolean allKnown;
    private final Map<String, byte[]> documents = new HashMap<>();
    private final Map<String, Blob> blobs = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private long kept;

    private ArchiveScan(Function<String, Optional<String>> layerOf, LayerSink sink, boolean allKnown) {
        this.layerOf = layerOf;
        this.sink = sink;
        this.allKnown = allKnown;
    }

    /** Takes layers as they come by. */
    @FunctionalInterface
    interface LayerSink {
        /** Takes one layer; {@code content} need not be read. */
        void layer(String digest, long size, InputStream content) throws IOException;
    }

    /**
     * Something large.
     *
     * @param digest its digest; empty where nobody needed to know
     */
    record Blob(long size, Compression compression, String digest) {}

    /** An archive whose layers cannot be told by their names before all has been read. */
    static final class UnknownLayout extends IOException {
        private static final long serialVersionUID = 1L;

        UnknownLayout(String entry) {
            super("what is " + entry + "?");
        }
    }

    /** Reads what an archive holds, without its layers. */
    static ArchiveScan survey(InputStream archive) throws IOException {
        var scan = new ArchiveScan(name -> Optional.empty(), (digest, size, content) -> {}, false);
        TarReader.read(archive, scan);
        return scan;
    }

    /** Hands on the layers of an archive that was read before. */
    static void layers(InputStream archive, Map<String, String> layers, LayerSink sink) throws IOException {
        TarReader.read(archive, (entry, content) -> {
            var layer = layers.get(checked(entry.name()));
            if (layer != null && entry.kind() == TarEntry.Kind.FILE) {
                sink.layer(layer, entry.size(), content);
            }
        });
    }

    /**
     * Reads an archive and hands on its layers.
     *
     * @param layerOf tells the digest of a layer by the name of its entry; empty for what is no layer
     * @throws UnknownLayout when there is something large that it does not tell
     */
    static ArchiveScan stream(InputStream archive, Function<String, Optional<String>> layerOf, LayerSink sink)
            throws IOException {
        var scan = new ArchiveScan(layerOf, sink, true);
        TarReader.read(archive, scan);
        return scan;
    }

    Optional<byte[]> document(String name) {
        return Optional.ofNullable(documents.get(target(name)));
    }

    Optional<Blob> blob(String name) {
        return Optional.ofNullable(blobs.get(target(name)));
    }

    /** Returns the entry that a name stands for: Docker before 25 and Podman link layers that are there twice. */
    String target(String name) {
        var found = name;
        for (int hops = 0; links.containsKey(found) && hops < 8; hops++) {
            found = links.getOrDefault(found, found);
        }
        return found;
    }

    @Override
    public void visit(TarEntry entry, InputStream content) throws IOException {
        var name = checked(entry.name());
        switch (entry.kind()) {
            case DIRECTORY -> {}
            case FILE -> file(name, entry.size(), content);
            case SYMBOLIC_LINK -> links.put(name, linked(name, entry.linkTarget()));
            case HARD_LINK -> links.put(name, inside(entry.linkTarget(), entry.name()));
            case OVERLAY_WHITEOUT, OTHER ->
                throw new BrokenArchive("its entry %s is neither file nor directory".formatted(entry.name()));
        }
    }

    private void file(String name, long size, InputStream content) throws IOException {
        var head = content.readNBytes((int) Math.min(Compression.HEAD, size));
        var compression = Compression.of(head);
        var layer = layerOf.apply(name);
        if (layer.isPresent()) {
            if (compression != Compression.NONE && !name.startsWith(BLOBS)) {
                throw new UnknownLayout(name);
            }
            blobs.put(name, new Blob(size, compression, layer.get()));
            sink.layer(layer.get(), size, new SequenceInputStream(new ByteArrayInputStream(head), content));
        } else if (head.length > 0 && (head[0] == '{' || head[0] == '[') && size <= DOCUMENT_LIMIT) {
            kept += size;
            if (kept > DOCUMENTS_LIMIT) {
                throw new BrokenArchive("it holds more than %d bytes of descriptions".formatted(DOCUMENTS_LIMIT));
            }
            var document = new byte[(int) size];
            System.arraycopy(head, 0, document, 0, head.length);
            content.readNBytes(document, head.length, document.length - head.length);
            documents.put(name, document);
        } else if (allKnown && !name.endsWith("/VERSION") && !name.equals("repositories")) {
            throw new UnknownLayout(name);
        } else {
            var digest = compression == Compression.NONE || name.startsWith(BLOBS) ? "" : digest(head, content);
            blobs.put(name, new Blob(size, compression, digest));
        }
    }

    private static String digest(byte[] head, InputStream content) throws IOException {
        var digest = Sha256.digest();
        digest.update(head);
        try (var sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.transferTo(sink);
        }
        return Digests.text(digest.digest());
    }

    private static String parent(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static String linked(String name, String target) throws BrokenArchive {
        return inside(target.startsWith("/") ? target : parent(name) + target, name);
    }

    private static String checked(String name) throws BrokenArchive {
        if (name.startsWith("/") || ("/" + name + "/").contains("/../")) {
            throw new BrokenArchive("its entry %s leads out of it".formatted(name));
        }
        return inside(name, name);
    }

    /** Returns a path in its shortest form; what would lead out of the archive is refused. */
    private static String inside(String path, String entry) throws BrokenArchive {
        var parts = new ArrayDeque<String>();
        boolean out = path.startsWith("/");
        for (var part : path.split("/", -1)) {
            if (part.equals("..")) {
                out |= parts.pollLast() == null;
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        if (out) {
            throw new BrokenArchive("its link %s leads out of it".formatted(entry));
        }
        return String.join("/", parts);
    }
}
