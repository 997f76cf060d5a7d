package dev.minik.cluster.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.archive.TarReader;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.fake.ExecHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Container runtimes of nodes that take archives as containerd does: what an index names must be there by its digest, and so must each layer
 * whose snapshot is not.
 */
final class FakeRuntime implements ExecHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, Node> nodes = new ConcurrentHashMap<>();

    /** What one node has. */
    static final class Node {
        final TreeSet<String> chains = new TreeSet<>();
        /** Names by the images' ids. */
        final Map<String, TreeSet<String>> images = new TreeMap<>();
        /** Entries of the archives that it was given, in order. */
        final List<String> given = new ArrayList<>();

        final Map<String, String> running = new TreeMap<>();
        final List<String> commands = new ArrayList<>();
        String machine = "x86_64";
        String failure = "";
        int takesBytes = Integer.MAX_VALUE;
        /** Whether it is about to remove what no image needs, as soon as it has told what it has. */
        boolean collecting;
    }

    Node node(String name) {
        return nodes.computeIfAbsent(name, one -> new Node());
    }

    @Override
    public ExecResult run(String container, ExecSpec spec) {
        var node = node(container);
        synchronized (node) {
            try {
                if (spec.stdin().isPresent()) {
                    if (node.takesBytes < Integer.MAX_VALUE) {
                        spec.stdin().get().readNBytes(node.takesBytes);
                        return new ExecResult(1, "", node.failure);
                    }
                    take(node, spec.stdin().get());
                    return new ExecResult(0, state(node), "");
                }
                var command = String.join(" ", spec.command());
                if (command.contains("crictl ps")) {
                    return new ExecResult(0, containers(node), "");
                } else if (command.startsWith("sh -c")) {
                    var state = state(node);
                    if (node.collecting) {
                        node.chains.clear();
                        node.collecting = false;
                    }
                    return new ExecResult(0, state, "");
                }
                node.commands.add(command);
                var name = spec.command().get(spec.command().size() - 1);
                node.images.remove(name);
                node.images.values().forEach(names -> names.remove(name));
                return new ExecResult(0, "", "");
            } catch (IOException e) {
                return new ExecResult(1, "", "level=warning msg=old\nctr: " + e.getMessage());
            }
        }
    }

    private static void take(Node node, InputStream archive) throws IOException {
        Map<String, byte[]> blobs = new HashMap<>();
        var index = new byte[1][];
        TarReader.read(archive, (entry, content) -> {
            if (entry.kind() == dev.minik.archive.TarEntry.Kind.FILE) {
                node.given.add(entry.name());
                var bytes = content.readAllBytes();
                if (bytes.length != entry.size()) {
                    throw new IOException("unexpected EOF");
                }
                blobs.put(Digests.of(bytes), bytes);
                if (entry.name().equals("index.json")) {
                    index[0] = bytes;
                }
            }
        });
        if (index[0] == null) {
            throw new IOException("unrecognized image format");
        }
        for (var descriptor : JSON.readTree(index[0]).path("manifests")) {
            var manifest = JSON.readTree(blob(blobs, descriptor));
            var config = manifest.path("config");
            var layers = manifest.path("layers");
            var diffIds = new ArrayList<String>();
            JSON.readTree(blob(blobs, config)).path("rootfs").path("diff_ids").forEach(id -> diffIds.add(id.asText()));
            var chains = Digests.chains(diffIds);
            for (int i = 0; i < chains.size(); i++) {
                if (!node.chains.contains(chains.get(i))) {
                    var layer = blob(blobs, layers.get(i));
                    if (layer.length != layers.get(i).path("size").asLong()) {
                        throw new IOException("unexpected size");
                    }
                    node.chains.add(chains.get(i));
                }
            }
            node.images
                    .computeIfAbsent(config.path("digest").asText(), id -> new TreeSet<>())
                    .add(descriptor.path("annotations").path(ArchiveIndex.NAME).asText());
        }
    }

    private static byte[] blob(Map<String, byte[]> blobs, JsonNode descriptor) throws IOException {
        var digest = descriptor.path("digest").asText();
        var blob = blobs.get(digest);
        if (blob == null) {
            throw new IOException("content digest " + digest + ": not found");
        }
        return blob;
    }

    private static String state(Node node) {
        var images = new ArrayList<Map<String, Object>>();
        node.images.forEach((id, names) -> {
            var image = new LinkedHashMap<String, Object>();
            image.put("id", id);
            image.put(
                    "repoTags",
                    names.stream().filter(name -> !name.contains("sha256:")).toList());
            image.put(
                    "repoDigests",
                    names.stream().filter(name -> name.contains("@sha256:")).toList());
            image.put("size", "1000");
            image.put("pinned", names.stream().anyMatch(name -> name.contains("pause")));
            images.add(image);
        });
        var text = new String(TestArchive.json(Map.of("images", images)), java.nio.charset.StandardCharsets.UTF_8);
        return node.machine + "\n" + String.join("\n", node.chains) + (node.chains.isEmpty() ? "" : "\n") + "\n" + text;
    }

    private static String containers(Node node) {
        var containers = node.running.entrySet().stream()
                .map(pod -> Map.of(
                        "image", Map.of("image", pod.getValue()),
                        "imageRef", pod.getValue(),
                        "labels",
                                Map.of(
                                        "io.kubernetes.pod.namespace",
                                        "default",
                                        "io.kubernetes.pod.name",
                                        pod.getKey())))
                .toList();
        return new String(TestArchive.json(Map.of("containers", containers)), java.nio.charset.StandardCharsets.UTF_8);
    }
}
