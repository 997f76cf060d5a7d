package dev.minik.engine.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.engine.EngineException;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.ImageInfo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** The images of a {@link FakeEngine}, which guards them. Archives are Docker's, without layers. */
final class FakeImages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ImageInfo> byId = new LinkedHashMap<>();
    private final Map<String, FakeFiles> committed = new LinkedHashMap<>();

    private byte @Nullable [] saved;

    static ImageInfo plain(String name) {
        var id = "sha256:%064x".formatted(name.hashCode() & 0xffffffffL);
        return new ImageInfo(id, List.of(named(name)), Map.of(), List.of(), 1_000_000);
    }

    /** Makes {@code archive} what is saved of any images. */
    void saving(byte[] archive) {
        saved = archive;
    }

    void add(ImageInfo image) {
        image.tags().forEach(this::untag);
        byId.put(image.id(), image);
    }

    Optional<ImageInfo> find(String reference) {
        return byId.values().stream()
                .filter(one -> one.id().equals(reference) || one.tags().contains(named(reference)))
                .findFirst();
    }

    ImageInfo get(String reference) {
        return find(reference)
                .orElseThrow(() -> new EngineException(Kind.NOT_FOUND, "No such image: " + reference, null));
    }

    void tag(String reference, String newReference) {
        var image = get(reference);
        untag(named(newReference));
        var tags = new ArrayList<>(byId.getOrDefault(image.id(), image).tags());
        tags.add(named(newReference));
        byId.put(image.id(), withTags(image, tags));
    }

    /** Makes an image of a container; what its image says counts less than what the container does. */
    void commit(FakeContainer container, String reference) {
        var base = get(container.spec.image());
        var labels = new LinkedHashMap<>(base.labels());
        labels.putAll(container.spec.labels());
        var id = "sha256:%064x".formatted((container.id + reference).hashCode() & 0xffffffffL);
        committed.put(id, container.root.copy());
        add(new ImageInfo(id, List.of(named(reference)), labels, base.environment(), base.sizeBytes()));
    }

    /** Returns the files that a new container of an image has. */
    FakeFiles files(String reference) {
        var files = committed.get(get(reference).id());
        return files == null ? FakeFiles.ofImage() : files.copy();
    }

    void remove(String reference) {
        find(reference).ifPresent(image -> {
            var tags = new ArrayList<>(image.tags());
            tags.remove(named(reference));
            if (tags.isEmpty() || image.id().equals(reference)) {
                byId.remove(image.id());
            } else {
                byId.put(image.id(), withTags(image, tags));
            }
        });
    }

    InputStream save(List<String> references) {
        if (saved != null) {
            references.forEach(this::get);
            return new ByteArrayInputStream(saved);
        }
        var manifest = new ArrayList<Map<String, Object>>();
        for (var reference : references) {
            manifest.add(Map.of("Config", get(reference).id(), "RepoTags", List.of(named(reference))));
        }
        var bytes = new ByteArrayOutputStream();
        try (var archive = new TarArchiveOutputStream(bytes)) {
            var content = JSON.writeValueAsBytes(manifest);
            var entry = new TarArchiveEntry("manifest.json");
            entry.setSize(content.length);
            archive.putArchiveEntry(entry);
            archive.write(content);
            archive.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    List<String> load(InputStream tar) {
        var documents = documents(tar);
        var loaded = new ArrayList<String>();
        var images = documents.get("manifest.json");
        for (var image : images == null ? List.<JsonNode>of() : images) {
            var tags = new ArrayList<String>();
            image.path("RepoTags").forEach(tag -> tags.add(tag.asText()));
            var id = image.path("Config").asText();
            tags.forEach(this::untag);
            var known = byId.get(id);
            var all = new ArrayList<String>(known == null ? List.of() : known.tags());
            all.addAll(tags);
            byId.put(id, known == null ? described(id, all, documents.get(id)) : withTags(known, all));
            loaded.addAll(tags.isEmpty() ? List.of(id) : tags);
        }
        return List.copyOf(loaded);
    }

    private static ImageInfo described(String id, List<String> tags, @Nullable JsonNode configuration) {
        var labels = new LinkedHashMap<String, String>();
        var environment = new ArrayList<String>();
        if (configuration != null) {
            var config = configuration.path("config");
            config.path("Labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            config.path("Env").forEach(variable -> environment.add(variable.asText()));
        }
        return new ImageInfo(id, tags, labels, environment, 0);
    }

    private static Map<String, JsonNode> documents(InputStream tar) {
        var documents = new LinkedHashMap<String, JsonNode>();
        try (var archive = new TarArchiveInputStream(tar)) {
            for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                if (entry.getName().endsWith(".json")) {
                    documents.put(entry.getName(), JSON.readTree(archive.readAllBytes()));
                }
            }
            return documents;
        } catch (IOException e) {
            throw new EngineException(Kind.OTHER, "invalid archive: " + e.getMessage(), e);
        }
    }

    private void untag(String name) {
        byId.replaceAll((id, image) -> image.tags().contains(name)
                ? withTags(
                        image,
                        image.tags().stream().filter(tag -> !tag.equals(name)).toList())
                : image);
    }

    private static ImageInfo withTags(ImageInfo image, List<String> tags) {
        return new ImageInfo(
                image.id(),
                tags,
                image.labels(),
                image.environment(),
                image.sizeBytes(),
                image.platform(),
                image.layers(),
                image.directories());
    }

    private static String named(String reference) {
        boolean bare = reference.indexOf(':', reference.lastIndexOf('/') + 1) < 0 && !reference.contains("@");
        return bare ? reference + ":latest" : reference;
    }
}
