package dev.minik.cluster.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives of images in memory, in the forms that programs write them. What is a layer is any bytes: nobody here unpacks it. */
final class TestArchive {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();

    /** An image of an architecture, with layers of these contents. */
    record Image(String architecture, List<byte[]> layers) {
        static Image of(String... layers) {
            return new Image("amd64", bytes(layers));
        }

        static Image forOther(String architecture, String... layers) {
            return new Image(architecture, bytes(layers));
        }

        private static List<byte[]> bytes(String... layers) {
            var all = new ArrayList<byte[]>();
            for (var layer : layers) {
                all.add(("layer " + layer).repeat(100).getBytes(StandardCharsets.UTF_8));
            }
            return all;
        }

        List<String> diffIds() {
            return layers.stream().map(Digests::of).toList();
        }

        byte[] config() {
            return json(Map.of(
                    "architecture",
                    architecture,
                    "os",
                    "linux",
                    "rootfs",
                    Map.of("type", "layers", "diff_ids", diffIds())));
        }

        String id() {
            return Digests.of(config());
        }
    }

    TestArchive file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    TestArchive link(String name, String target) {
        links.put(name, target);
        return this;
    }

    TestArchive without(String name) {
        files.remove(name);
        return this;
    }

    /** As Docker writes it since version 25, and with it the layers before what tells of them. */
    static TestArchive docker(Map<List<String>, Image> images) {
        var archive = new TestArchive();
        var list = new ArrayList<Map<String, Object>>();
        var descriptors = new ArrayList<Map<String, Object>>();
        images.forEach((names, image) -> {
            image.layers().forEach(layer -> archive.blob(layer));
            var manifest = archive.manifest(image, image.layers(), "application/vnd.oci.image.layer.v1.tar");
            for (var name : names) {
                descriptors.add(archive.descriptor(MANIFEST, manifest, Map.of(ArchiveIndex.NAME, name)));
            }
            if (names.isEmpty()) {
                descriptors.add(archive.descriptor(MANIFEST, manifest, Map.of()));
            }
            list.add(Map.of(
                    "Config", path(image.config()),
                    "RepoTags", names,
                    "Layers", image.layers().stream().map(TestArchive::path).toList()));
        });
        return archive.file("index.json", json(Map.of("schemaVersion", 2, "manifests", descriptors)))
                .file("manifest.json", json(list))
                .file("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")))
                .file("repositories", json(Map.of()));
    }

    /** As Docker wrote it before version 25: directories whose names tell nothing, and a link for a layer that is there twice. */
    static TestArchive oldDocker(String name, Image image) {
        var archive = new TestArchive();
        var layers = new ArrayList<String>();
        Map<String, String> known = new LinkedHashMap<>();
        for (int i = 0; i < image.layers().size(); i++) {
            var directory = "%064x".formatted(i + 1);
            var digest = image.diffIds().get(i);
            archive.file(directory + "/VERSION", "1.0".getBytes(StandardCharsets.UTF_8));
            archive.file(directory + "/json", json(Map.of("id", directory)));
            if (known.containsKey(digest)) {
                archive.link(directory + "/layer.tar", "../" + known.get(digest) + "/layer.tar");
            } else {
                archive.file(directory + "/layer.tar", image.layers().get(i));
                known.put(digest, directory);
            }
            layers.add(directory + "/layer.tar");
        }
        var config = image.id().substring("sha256:".length()) + ".json";
        return archive.file(config, image.config())
                .file(
                        "manifest.json",
                        json(List.of(Map.of("Config", config, "RepoTags", List.of(name), "Layers", layers))));
    }

    /** As Podman writes it: layers by their digests, and old names as links. */
    static TestArchive podman(String name, Image image) {
        var archive = new TestArchive();
        var layers = new ArrayList<String>();
        for (int i = 0; i < image.layers().size(); i++) {
            var hex = image.diffIds().get(i).substring("sha256:".length());
            archive.file(hex + ".tar", image.layers().get(i));
            archive.link("%064x/layer.tar".formatted(i + 1), "../" + hex + ".tar");
            layers.add(hex + ".tar");
        }
        var config = image.id().substring("sha256:".length()) + ".json";
        return archive.file(config, image.config())
                .file(
                        "manifest.json",
                        json(List.of(Map.of("Config", config, "RepoTags", List.of(name), "Layers", layers))));
    }

    /** An OCI layout of one name for several platforms with compressed layers, and an attestation beside them. */
    static TestArchive multiPlatform(String name, List<Image> images) {
        var archive = new TestArchive();
        var children = new ArrayList<Map<String, Object>>();
        for (var image : images) {
            var packed = image.layers().stream().map(TestArchive::gzip).toList();
            packed.forEach(archive::blob);
            var manifest = archive.manifest(image, packed, "application/vnd.oci.image.layer.v1.tar+gzip");
            var child = new LinkedHashMap<>(archive.descriptor(MANIFEST, manifest, Map.of()));
            child.put("platform", Map.of("os", "linux", "architecture", image.architecture()));
            children.add(child);
        }
        var attestation = new LinkedHashMap<>(archive.descriptor(
                MANIFEST, archive.blob(json(Map.of("config", Map.of()))), Map.of("vnd.docker.reference.type", "a")));
        attestation.put("platform", Map.of("os", "unknown", "architecture", "unknown"));
        children.add(attestation);
        var index = json(Map.of("schemaVersion", 2, "manifests", children));
        archive.blob(index);
        return archive.file(
                "index.json",
                json(Map.of(
                        "manifests",
                        List.of(archive.descriptor(
                                "application/vnd.oci.image.index.v1+json",
                                index,
                                Map.of("org.opencontainers.image.ref.name", name))))));
    }

    byte[] blob(byte[] content) {
        file(path(content), content);
        return content;
    }

    private byte[] manifest(Image image, List<byte[]> layers, String layerType) {
        return blob(json(Map.of(
                "schemaVersion",
                2,
                "config",
                descriptor("application/vnd.oci.image.config.v1+json", blob(image.config()), Map.of()),
                "layers",
                layers.stream()
                        .map(layer -> descriptor(layerType, layer, Map.of()))
                        .toList())));
    }

    private Map<String, Object> descriptor(String type, byte[] content, Map<String, String> annotations) {
        var map = ArchiveIndex.descriptor(type, Digests.of(content), content.length);
        if (!annotations.isEmpty()) {
            map.put("annotations", annotations);
        }
        return map;
    }

    static String path(byte[] content) {
        return "blobs/" + Digests.of(content).replace(':', '/');
    }

    static byte[] json(Object value) {
        try {
            return JSON.writer(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (var link : links.entrySet()) {
                var entry = new TarArchiveEntry(link.getKey(), TarConstants.LF_SYMLINK, true);
                entry.setLinkName(link.getValue());
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            for (var file : files.entrySet()) {
                var entry = new TarArchiveEntry(file.getKey(), true);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
