package dev.minik.cluster.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.cluster.image.ArchiveImage.Document;
import dev.minik.cluster.image.ArchiveImage.Layer;
import dev.minik.cluster.image.ArchiveImage.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Finds the images of an archive that was scanned: by an OCI layout's index where there is one, else by Docker's list.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image layout</a>
 * @see <a href="https://github.com/moby/docker-image-spec/blob/main/spec.md">Docker's images</a>
 */
final class ArchiveIndex {
    static final String NAME = "io.containerd.image.name";
    private static final String REFERENCE = "org.opencontainers.image.ref.name";
    private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final int MAX_DEPTH = 4;
    private static final int MAX_MANIFESTS = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArchiveScan scan;
    private int manifests;

    private ArchiveIndex(ArchiveScan scan) {
        this.scan = scan;
    }

    /** Returns the images of an archive. */
    static List<ArchiveImage> images(ArchiveScan scan) throws IOException {
        return new ArchiveIndex(scan).images();
    }

    private List<ArchiveImage> images() throws IOException {
        var index = scan.document("index.json");
        var docker = scan.document("manifest.json");
        if (index.isEmpty() && docker.isEmpty()) {
            throw new BrokenArchive("it has neither index.json nor manifest.json, so it is no archive of images");
        }
        var names = new LinkedHashMap<String, Set<String>>();
        var images = new LinkedHashMap<String, ArchiveImage>();
        if (docker.isPresent()) {
            for (var image : tree(docker.get(), "manifest.json")) {
                var config = document(image.path("Config").asText(), OCI_CONFIG);
                var own = names.computeIfAbsent(config.digest(), id -> new LinkedHashSet<>());
                image.path("RepoTags").forEach(tag -> own.add(full(tag.asText())));
                if (index.isEmpty()) {
                    images.put(config.digest(), dockers(config, image.path("Layers")));
                }
            }
        }
        if (index.isPresent()) {
            for (var descriptor : tree(index.get(), "index.json").path("manifests")) {
                layoutImage(descriptor)
                        .ifPresent(
                                image -> images.merge(image.root(), image, (one, other) -> named(one, other.names())));
            }
        }
        var found = images.values().stream()
                .map(image -> named(
                        image,
                        image.variants().stream()
                                .flatMap(variant -> names.getOrDefault(variant.id(), Set.of()).stream())
                                .toList()))
                .toList();
        if (found.isEmpty()) {
            throw new BrokenArchive("it holds no image");
        }
        return found;
    }

    private static ArchiveImage named(ArchiveImage image, List<String> more) {
        var names = new LinkedHashSet<>(image.names());
        names.addAll(more);
        return new ArchiveImage(List.copyOf(names), image.root(), image.variants(), image.absent());
    }

    private ArchiveImage dockers(Document config, JsonNode entries) throws IOException {
        var parsed = tree(config.content(), "the configuration");
        var diffIds = diffIds(parsed);
        if (diffIds.size() != entries.size()) {
            throw new BrokenArchive(
                    "an image has %d layers, its configuration %d".formatted(entries.size(), diffIds.size()));
        }
        var layers = new ArrayList<Layer>();
        for (int i = 0; i < diffIds.size(); i++) {
            var entry = scan.target(entries.get(i).asText());
            var blob = scan.blob(entry)
                    .orElseThrow(() -> new BrokenArchive("it lacks %s, a layer of its image".formatted(entry)));
            var digest = blob.compression() == Compression.NONE ? diffIds.get(i) : blob.digest();
            layers.add(new Layer(
                    diffIds.get(i), digest, blob.size(), blob.compression().layerType(), entry));
        }
        return image(List.of(), config, layers);
    }

    /** Returns an image of these layers, for which a manifest is made. */
    static ArchiveImage image(List<String> names, Document config, List<Layer> layers) throws IOException {
        var platform = platform(tree(config.content(), "the configuration"));
        var variant = new Variant(platform, manifest(config, layers), config, layers);
        return new ArchiveImage(names, config.digest(), List.of(variant), List.of());
    }

    private static Document manifest(Document config, List<Layer> layers) throws IOException {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", OCI_MANIFEST);
        manifest.put("config", descriptor(config.mediaType(), config.digest(), config.content().length));
        manifest.put(
                "layers",
                layers.stream()
                        .map(layer -> descriptor(layer.mediaType(), layer.digest(), layer.size()))
                        .toList());
        return Document.of(OCI_MANIFEST, JSON.writeValueAsBytes(manifest));
    }

    static Map<String, Object> descriptor(String mediaType, String digest, long size) {
        var descriptor = new LinkedHashMap<String, Object>();
        descriptor.put("mediaType", mediaType);
        descriptor.put("digest", digest);
        descriptor.put("size", size);
        return descriptor;
    }

    private Optional<ArchiveImage> layoutImage(JsonNode descriptor) throws IOException {
        var variants = new ArrayList<Variant>();
        var absent = new ArrayList<Platform>();
        collect(descriptor, variants, absent, 0);
        if (variants.isEmpty() && absent.isEmpty()) {
            return Optional.empty();
        }
        var names = new ArrayList<String>();
        var annotations = descriptor.path("annotations");
        var reference = annotations.path(REFERENCE).asText();
        if (annotations.has(NAME)) {
            names.add(full(annotations.path(NAME).asText()));
        } else if (reference.contains("/") || reference.contains(":")) {
            names.add(full(reference));
        }
        return Optional.of(new ArchiveImage(names, descriptor.path("digest").asText(), variants, absent));
    }

    private void collect(JsonNode descriptor, List<Variant> variants, List<Platform> absent, int depth)
            throws IOException {
        manifests++;
        if (depth > MAX_DEPTH || manifests > MAX_MANIFESTS) {
            throw new BrokenArchive("its index is too deep or too long");
        }
        if (isNoImage(descriptor)) {
            return;
        }
        var found = blobDocument(descriptor);
        if (found.isEmpty()) {
            absent.add(platform(descriptor.path("platform")));
            return;
        }
        var parsed = tree(found.get().content(), found.get().digest());
        if (parsed.has("manifests")) {
            for (var child : parsed.path("manifests")) {
                collect(child, variants, absent, depth + 1);
            }
            return;
        }
        var config = blobDocument(parsed.path("config"));
        if (config.isEmpty()) {
            absent.add(platform(descriptor.path("platform")));
            return;
        }
        var configuration = tree(config.get().content(), config.get().digest());
        if (configuration.path("rootfs").has("diff_ids")) {
            variants.add(variant(found.get(), parsed, config.get(), configuration));
        }
    }

    private Variant variant(Document manifest, JsonNode parsed, Document config, JsonNode configuration)
            throws BrokenArchive {
        var diffIds = diffIds(configuration);
        var listed = parsed.path("layers");
        if (diffIds.size() != listed.size()) {
            throw new BrokenArchive("manifest %s has %d layers, its configuration %d"
                    .formatted(manifest.digest(), listed.size(), diffIds.size()));
        }
        var layers = new ArrayList<Layer>();
        for (int i = 0; i < diffIds.size(); i++) {
            var digest = listed.get(i).path("digest").asText();
            var entry = entry(digest);
            layers.add(new Layer(
                    diffIds.get(i),
                    digest,
                    listed.get(i).path("size").asLong(),
                    listed.get(i).path("mediaType").asText(),
                    scan.blob(entry).isPresent() ? scan.target(entry) : ""));
        }
        return new Variant(platform(configuration), manifest, config, layers);
    }

    /** Signatures and attestations lie beside images. */
    private static boolean isNoImage(JsonNode descriptor) {
        return descriptor.path("platform").path("os").asText().equals("unknown")
                || descriptor.path("annotations").has("vnd.docker.reference.type");
    }

    private Optional<Document> blobDocument(JsonNode descriptor) throws BrokenArchive {
        var digest = descriptor.path("digest").asText();
        var content = scan.document(entry(digest));
        if (content.isEmpty()) {
            return Optional.empty();
        }
        var document = Document.of(descriptor.path("mediaType").asText(OCI_MANIFEST), content.get());
        if (!document.digest().equals(digest)) {
            throw new BrokenArchive("the content of %s is another".formatted(digest));
        }
        return Optional.of(document);
    }

    private static String entry(String digest) throws BrokenArchive {
        if (!ImageReference.isId(digest)) {
            throw new BrokenArchive("it refers to '%s', which is no SHA-256 digest".formatted(digest));
        }
        return "blobs/" + digest.replace(':', '/');
    }

    private Document document(String name, String mediaType) throws BrokenArchive {
        return scan.document(name)
                .map(content -> Document.of(mediaType, content))
                .orElseThrow(() -> new BrokenArchive("it lacks '%s', the configuration of its image".formatted(name)));
    }

    private static List<String> diffIds(JsonNode configuration) throws BrokenArchive {
        var diffIds = StreamSupport.stream(
                        configuration.path("rootfs").path("diff_ids").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        for (var diffId : diffIds) {
            entry(diffId);
        }
        return diffIds;
    }

    private static Platform platform(JsonNode where) {
        return new Platform(
                where.path("os").asText("linux"),
                where.path("architecture").asText(""),
                where.path("variant").asText(""));
    }

    private static String full(String name) {
        return ImageReference.full(name);
    }

    private static JsonNode tree(byte[] content, String what) throws IOException {
        try {
            return JSON.readTree(content);
        } catch (IOException e) {
            throw (BrokenArchive) new BrokenArchive(what + " is not JSON").initCause(e);
        }
    }
}
