package dev.minik.image.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.archive.TarReader;
import dev.minik.digest.Sha256;
import dev.minik.image.cache.CachedFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageArchiveTest {
    @TempDir
    Path directory;

    private CachedFile shared;
    private CachedFile own;

    @BeforeEach
    void makeLayers() throws IOException {
        shared = layer("shared");
        own = layer("own");
    }

    private CachedFile layer(String name) throws IOException {
        return LayerFile.write(
                directory.resolve(name + ".tar"),
                layer -> layer.file("/" + name, 0644, name.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] archive(ContainerImage... images) throws IOException {
        var out = new ByteArrayOutputStream();
        new ImageArchive().write(List.of(images), out);
        return out.toByteArray();
    }

    private static Map<String, byte[]> entries(byte[] archive) throws IOException {
        var entries = new LinkedHashMap<String, byte[]>();
        TarReader.read(new ByteArrayInputStream(archive), (entry, content) -> {
            if (entries.put(entry.name(), content.readAllBytes()) != null) {
                throw new IOException("twice: " + entry.name());
            }
        });
        return entries;
    }

    private static byte[] entry(Map<String, byte[]> entries, String name) {
        return Objects.requireNonNull(entries.get(name), name);
    }

    private static JsonNode json(byte[] text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void aLayerFileKnowsItsDigestAndSize() throws IOException {
        assertEquals(Sha256.of(shared.path()), shared.sha256());
        assertEquals(Files.size(shared.path()), shared.size());
    }

    @Test
    void describesAnImage() throws IOException {
        var image = ContainerImage.of("localhost/a:1", "amd64", List.of(shared, own), List.of("/sbin/init", "x"))
                .withEnvironment("container", "docker")
                .withCommand("y")
                .withLabels(Map.of("b", "2", "a", "1"))
                .withStopSignal("SIGRTMIN+3");
        var entries = entries(archive(image));
        var manifest = json(entry(entries, "manifest.json"));
        assertEquals(1, manifest.size());
        assertEquals("[\"localhost/a:1\"]", manifest.get(0).get("RepoTags").toString());
        for (var layer : manifest.get(0).get("Layers")) {
            assertEquals(layer.asText().replace("/layer.tar", ""), Sha256.of(entry(entries, layer.asText())));
        }
        var configuration = entry(entries, manifest.get(0).get("Config").asText());
        assertEquals(
                Sha256.of(configuration) + ".json",
                manifest.get(0).get("Config").asText());
        var described = json(configuration);
        assertEquals("amd64", described.get("architecture").asText());
        assertEquals("linux", described.get("os").asText());
        assertEquals(
                "[\"sha256:%s\",\"sha256:%s\"]".formatted(shared.sha256(), own.sha256()),
                described.get("rootfs").get("diff_ids").toString());
        assertEquals(2, described.get("history").size());
        assertEquals(
                "{\"Env\":[\"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\",\"container=docker\"],"
                        + "\"Entrypoint\":[\"/sbin/init\",\"x\"],\"Cmd\":[\"y\"],"
                        + "\"Labels\":{\"a\":\"1\",\"b\":\"2\"},\"StopSignal\":\"SIGRTMIN+3\"}",
                described.get("config").toString());
    }

    @Test
    void whatAnImageDoesNotHaveIsNotMentioned() throws IOException {
        var entries = entries(archive(ContainerImage.of("a:1", "amd64", List.of(own), List.of())));
        var configuration = json(entry(
                entries,
                json(entry(entries, "manifest.json")).get(0).get("Config").asText()));
        assertEquals(1, configuration.get("config").size());
    }

    @Test
    void aSharedLayerIsWrittenOnce() throws IOException {
        var entries = entries(archive(
                ContainerImage.of("a:1", "amd64", List.of(shared, own), List.of()),
                ContainerImage.of("b:1", "amd64", List.of(shared), List.of())));
        assertEquals(
                2,
                entries.keySet().stream()
                        .filter(name -> name.endsWith("/layer.tar"))
                        .count());
        assertEquals(2, json(entry(entries, "manifest.json")).size());
    }

    @Test
    void theSameImageIsTheSameArchive() throws IOException {
        var image = ContainerImage.of("a:1", "amd64", List.of(shared, own), List.of("/x"));
        assertArrayEquals(archive(image), archive(image));
    }
}
