package dev.minik.image.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.archive.TarWriter;
import dev.minik.digest.Sha256;
import dev.minik.image.cache.CachedFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/**
 * Images as {@code docker save} writes them: {@code manifest.json}, a configuration and the layers
 * (<a href="https://github.com/moby/moby/blob/v26.1.5/image/spec/spec.md#combined-image-json--filesystem-changeset-format">format</a>),
 * read by every engine and by containerd. A layer that several images share is written once.
 */
public final class ImageArchive {
    /** The creation time of all images: the same inputs make the same image. */
    private static final String CREATED = "1970-01-01T00:00:00Z";

    private final ObjectMapper json = new ObjectMapper();

    /** Writes an archive of images to {@code target}, which it closes. */
    public void write(List<ContainerImage> images, OutputStream target) throws IOException {
        try (var tar = new TarWriter(target)) {
            var layers = new HashSet<String>();
            var manifest = new java.util.ArrayList<Object>();
            for (var image : images) {
                for (var layer : image.layers()) {
                    if (layers.add(layer.sha256())) {
                        tar.file("/" + layerName(layer), 0644, layer.path());
                    }
                }
                var configuration = configuration(image);
                var name = Sha256.of(configuration) + ".json";
                tar.file("/" + name, 0644, configuration);
                var described = new LinkedHashMap<String, Object>();
                described.put("Config", name);
                described.put("RepoTags", List.of(image.name()));
                described.put(
                        "Layers",
                        image.layers().stream().map(ImageArchive::layerName).toList());
                manifest.add(described);
            }
            tar.file("/manifest.json", 0644, bytes(manifest));
        }
    }

    /** Returns an image's configuration, whose digest is the image's id. */
    byte[] configuration(ContainerImage image) {
        var config = new LinkedHashMap<String, Object>();
        config.put(
                "Env",
                new TreeMap<>(image.environment())
                        .entrySet().stream()
                                .map(variable -> variable.getKey() + "=" + variable.getValue())
                                .toList());
        if (!image.entrypoint().isEmpty()) {
            config.put("Entrypoint", image.entrypoint());
        }
        if (!image.command().isEmpty()) {
            config.put("Cmd", image.command());
        }
        if (!image.labels().isEmpty()) {
            config.put("Labels", new TreeMap<>(image.labels()));
        }
        if (!image.stopSignal().isEmpty()) {
            config.put("StopSignal", image.stopSignal());
        }
        var files = new LinkedHashMap<String, Object>();
        files.put("type", "layers");
        files.put(
                "diff_ids",
                image.layers().stream().map(layer -> "sha256:" + layer.sha256()).toList());
        var configuration = new LinkedHashMap<String, Object>();
        configuration.put("architecture", image.architecture());
        configuration.put("os", "linux");
        configuration.put("created", CREATED);
        configuration.put("config", config);
        configuration.put("rootfs", files);
        configuration.put(
                "history",
                image.layers().stream()
                        .map(layer -> java.util.Map.of("created", CREATED, "created_by", "minik"))
                        .toList());
        return bytes(configuration);
    }

    private static String layerName(CachedFile layer) {
        return layer.sha256() + "/layer.tar";
    }

    private byte[] bytes(Object value) {
        try {
            return json.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
