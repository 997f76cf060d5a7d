package dev.minik.cluster.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.minik.cluster.image.NodeStore.Stored;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecResult;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Talks to the container runtimes of nodes: asks in one command what there is, and imports. What they answer is not trusted. The scripts are
 * fixed; what is variable reaches them as arguments.
 */
final class NodeStores {
    private static final String SNAPSHOTTER = """
            snapshotter=$(sed -n "s/^ *snapshotter *= *['\\"]\\([a-z0-9-]*\\)['\\"].*/\\1/p" /etc/containerd/config.toml | head -n 1)
            snapshotter=${snapshotter:-overlayfs}
            """;

    private static final String STATE = """
            uname -m
            ctr -n k8s.io snapshots --snapshotter "$snapshotter" ls 2>/dev/null | awk '$NF == "Committed" {print $1}'
            echo
            exec crictl images -o json
            """;

    /**
     * Imports an archive. The layers are dropped when they are unpacked, as those that the node pulls are. Through its client's own way containerd
     * takes an archive more than twice as fast as through its transfer service; a ctr that does not know the option has no other way.
     */
    private static final String IMPORT = """
            import() { ctr -n k8s.io images import "$@" --discard-unpacked-layers --snapshotter "$snapshotter" - 2>&1 >/dev/null; }
            if ! said=$(import --local); then
                case $said in
                *'not defined: -local'*) said=$(import) || { printf '%s\\n' "$said" >&2; exit 1; } ;;
                *) printf '%s\\n' "$said" >&2; exit 1 ;;
                esac
            fi
            """;

    private static final String CONTAINERS = "exec crictl ps -o json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Engine engine;

    NodeStores(Engine engine) {
        this.engine = engine;
    }

    /** Returns what a node has. */
    NodeStore ask(ContainerInfo node) {
        return ask(node.name(), node.id());
    }

    private NodeStore ask(String node, String container) {
        return store(node, container, engine.exec(container, ExecSpec.of("sh", "-c", SNAPSHOTTER + STATE)));
    }

    /** Returns what a node has now. */
    NodeStore again(NodeStore before) {
        return ask(before.node(), before.container());
    }

    /**
     * Imports the images of an archive and returns what the node has then.
     *
     * @throws MinikException when the node does not take it
     */
    NodeStore load(NodeStore before, InputStream archive) {
        var spec = new ExecSpec(
                List.of("sh", "-c", SNAPSHOTTER + IMPORT + STATE),
                Map.of(),
                Optional.of(archive),
                Optional.empty(),
                Optional.empty(),
                false);
        return store(before.node(), before.container(), engine.exec(before.container(), spec));
    }

    /** Removes a name, or an image with all its names; returns whether that went well, or was gone already. */
    void remove(NodeStore store, String name, boolean wholeImage) {
        var result = engine.exec(
                store.container(),
                wholeImage
                        ? ExecSpec.of("crictl", "rmi", name)
                        : ExecSpec.of("ctr", "-n", "k8s.io", "images", "rm", "--sync", name));
        if (!result.ok()) {
            throw failed(store.node(), "does not remove " + name, result);
        }
    }

    /** Returns the pods that run in a node by the ids and names of the images that they use. */
    List<Use> uses(NodeStore store) {
        var result = engine.exec(store.container(), ExecSpec.of("sh", "-c", CONTAINERS));
        if (!result.ok()) {
            throw failed(store.node(), "does not tell which pods run", result);
        }
        var uses = new ArrayList<Use>();
        for (var container : tree(store.node(), result.stdout()).path("containers")) {
            var labels = container.path("labels");
            uses.add(new Use(
                    container.path("image").path("image").asText(),
                    container.path("imageRef").asText(),
                    labels.path("io.kubernetes.pod.namespace").asText() + "/"
                            + labels.path("io.kubernetes.pod.name").asText()));
        }
        return uses;
    }

    /** A pod that uses an image, which is told by its id or name in two places. */
    record Use(String image, String reference, String pod) {
        boolean isOf(Stored stored) {
            return stored.isCalled(image) || stored.isCalled(reference);
        }
    }

    private static NodeStore store(String node, String container, ExecResult result) {
        if (!result.ok()) {
            throw failed(node, "does not take or tell its images", result);
        }
        var lines = result.stdout();
        int gap = lines.indexOf("\n\n");
        if (gap < 0) {
            throw failed(node, "does not tell its images", result);
        }
        var head = lines.substring(0, gap).lines().toList();
        Set<String> chains = new HashSet<>(head.subList(1, head.size()));
        var images = new ArrayList<Stored>();
        for (var image : tree(node, lines.substring(gap)).path("images")) {
            var names = new ArrayList<String>();
            image.path("repoTags").forEach(name -> names.add(name.asText()));
            image.path("repoDigests").forEach(name -> names.add(name.asText()));
            images.add(new Stored(
                    image.path("id").asText(),
                    names,
                    image.path("size").asLong(),
                    image.path("pinned").asBoolean()));
        }
        return new NodeStore(node, container, Platform.ofMachine(head.get(0)), chains, images);
    }

    private static JsonNode tree(String node, String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(node + " answers with what is not JSON", e);
        }
    }

    private static MinikException failed(String node, String what, ExecResult result) {
        var lines = result.stderr()
                .lines()
                .filter(line -> !line.isBlank() && !line.contains("level=warning"))
                .toList();
        if (lines.stream().anyMatch(line -> line.contains("no space left on device"))) {
            return MinikException.of(
                            ExitCode.FAILED,
                            "node %s: its disk is full".formatted(node),
                            "Free space on the engine's disk, or remove images with 'minik delete image'; then repeat the command")
                    .withDetails(lines);
        }
        var last = lines.isEmpty() ? "exit code " + result.exitCode() : lines.get(lines.size() - 1);
        return MinikException.of(
                        ExitCode.FAILED,
                        "node %s %s: %s".formatted(node, what, last),
                        "Repeat the command; 'minik export logs' shows what containerd says")
                .withDetails(lines);
    }
}
