package dev.minik.cluster.image;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarReader;
import dev.minik.cluster.ImageGlance;
import dev.minik.cluster.image.ArchiveImage.Document;
import dev.minik.cluster.image.ArchiveImage.Layer;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ImageInfo;
import dev.minik.engine.Mount;
import dev.minik.model.MountPropagation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads small layers of an image where Docker keeps them, on its host, without having it save the whole image, for which it first writes all of
 * it to a disk. A container that never starts has them mounted, read-only. What is not as expected, or too large, is left to be saved: the
 * digests tell.
 */
final class SmallLayers {
    private static final String DRIVER = "overlay2";
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_LAYERS = 16;
    private static final String PLACE = "minik-layers";

    private final Engine engine;
    private final String root;

    /**
     * Makes one.
     *
     * @param root where the engine keeps its data
     */
    SmallLayers(Engine engine, String root) {
        this.engine = engine;
        this.root = root;
    }

    static boolean areWith(String storageDriver) {
        return storageDriver.equals(DRIVER);
    }

    /**
     * An image of which some layers have been read.
     *
     * @param contents the layers that were read, by their digests
     */
    record Read(ArchiveImage image, Map<String, byte[]> contents) {
        Read {
            contents = Map.copyOf(contents);
        }
    }

    /** Returns an image with the layers that are lacking; empty when it has to be saved. */
    Optional<Read> read(ImageInfo image, List<String> names, Set<String> lacking) {
        if (image.directories().size() != image.layers().size()
                || lacking.size() > MAX_LAYERS
                || lacking.containsAll(image.layers())) {
            return Optional.empty();
        }
        try {
            var files = new ImageGlance(engine).at(image.id(), mounts(image, lacking), this::files);
            return Optional.of(read(image, names, lacking, files));
        } catch (EngineException | UncheckedIOException | IOException e) {
            return Optional.empty(); // saving the image tells what is wrong with it, if anything is
        }
    }

    private Map<String, byte[]> files(String container) {
        try (var tar = engine.copyFrom(container, "/" + PLACE)) {
            return files(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Mount> mounts(ImageInfo image, Set<String> lacking) {
        var mounts = new ArrayList<Mount>();
        var images = root + "/image/" + DRIVER;
        mounts.add(bind(images + "/imagedb/content/" + image.id().replace(':', '/'), "config"));
        var chains = Digests.chains(image.layers());
        for (int i = 0; i < chains.size(); i++) {
            mounts.add(bind(
                    images + "/layerdb/" + chains.get(i).replace(':', '/') + "/tar-split.json.gz", "records-" + i));
            if (lacking.contains(image.layers().get(i))) {
                mounts.add(bind(image.directories().get(i), "files-" + i));
            }
        }
        return mounts;
    }

    private static Mount bind(String source, String name) {
        return new Mount.Bind(source, "/" + PLACE + "/" + name, true, false, MountPropagation.NONE);
    }

    /** Returns the content of all files; a hard link has that of its target. */
    private static Map<String, byte[]> files(InputStream tar) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        long[] left = {MAX_BYTES};
        TarReader.read(tar, (entry, content) -> {
            if (entry.kind() == TarEntry.Kind.FILE) {
                left[0] -= entry.size();
                if (left[0] < 0) {
                    throw new IOException("the layers are not small");
                }
                files.put(entry.name(), content.readAllBytes());
            } else if (entry.kind() == TarEntry.Kind.HARD_LINK && files.containsKey(entry.linkTarget())) {
                files.put(entry.name(), files.getOrDefault(entry.linkTarget(), new byte[0]));
            }
        });
        return files;
    }

    private static Read read(ImageInfo image, List<String> names, Set<String> lacking, Map<String, byte[]> files)
            throws IOException {
        var config = Document.of(ArchiveIndex.OCI_CONFIG, file(files, "config"));
        if (!config.digest().equals(image.id())) {
            throw new IOException("the configuration is another");
        }
        var layers = new ArrayList<Layer>();
        Map<String, byte[]> contents = new HashMap<>();
        for (int i = 0; i < image.layers().size(); i++) {
            var digest = image.layers().get(i);
            var records = new LayerRecords(file(files, "records-" + i));
            if (lacking.contains(digest)) {
                var archive = records.archive(below(files, PLACE + "/files-" + i + "/"));
                if (!Digests.of(archive).equals(digest)) {
                    throw new IOException("a layer is another");
                }
                contents.put(digest, archive);
            }
            layers.add(new Layer(digest, digest, records.size(), Compression.NONE.layerType(), digest));
        }
        return new Read(ArchiveIndex.image(names, config, layers), contents);
    }

    private static byte[] file(Map<String, byte[]> files, String name) throws IOException {
        var content = files.get(PLACE + "/" + name);
        if (content == null) {
            throw new IOException("there is no " + name);
        }
        return content;
    }

    private static Map<String, byte[]> below(Map<String, byte[]> files, String directory) {
        Map<String, byte[]> below = new HashMap<>();
        files.forEach((name, content) -> {
            if (name.startsWith(directory)) {
                below.put(LayerRecords.name(name.substring(directory.length())), content);
            }
        });
        return below;
    }
}
