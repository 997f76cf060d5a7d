package dev.minik.cluster.image;

import dev.minik.cluster.ClusterParts;
import dev.minik.cluster.Tasks;
import dev.minik.cluster.image.Batch.Requested;
import dev.minik.engine.ContainerInfo;
import dev.minik.engine.Engine;
import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.model.ClusterName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@link ClusterImages} of the clusters of one engine. */
public final class EngineClusterImages implements ClusterImages {
    /** What Docker calls its storage when containerd keeps its images, whose archives are compressed layers by other digests. */
    private static final String CONTAINERD_STORE = "overlayfs";

    private static final Pattern GONE = Pattern.compile("content digest sha256:[0-9a-f]{64}: not found");

    private final ClusterParts parts;
    private final Engine engine;
    private final NodeStores stores;

    /** Makes the images of clusters. */
    public EngineClusterImages(ClusterParts parts) {
        this.parts = parts;
        this.engine = parts.engine();
        this.stores = new NodeStores(engine);
    }

    @Override
    public Loaded load(ClusterName cluster, List<ImageSource> sources, List<String> nodes) {
        return ClusterParts.asUserSees(() -> {
            var chosen = running(cluster, nodes);
            var asked = chosen.stream()
                    .map(node -> parts.tasks().start(() -> stores.ask(node)))
                    .toList();
            var spools = new ArrayList<Supply.Spooled>();
            try {
                var batches = batches(sources, spools);
                return load(batches, chosen, asked.stream().map(Tasks::await).toList());
            } finally {
                spools.forEach(EngineClusterImages::close);
            }
        });
    }

    private Loaded load(List<Batch> batches, List<ContainerInfo> chosen, List<NodeStore> asked) {
        var small = SmallLayers.areWith(parts.info().storageDriver())
                ? Optional.of(new SmallLayers(engine, parts.info().rootDirectory()))
                : Optional.<SmallLayers>empty();
        var delivery = new Delivery(stores, parts.tasks(), parts.progress(), small);
        boolean foreseen = !parts.info().storageDriver().equals(CONTAINERD_STORE);
        var images = new ArrayList<LoadedImage>();
        Map<String, NodeLoad> loads = new HashMap<>();
        var nodes = asked;
        for (var batch : batches) {
            var before = nodes;
            var title = "Loading %s into %s"
                    .formatted(batch.what(), before.size() == 1 ? before.get(0).node() : before.size() + " nodes");
            var delivered = parts.progress()
                    .step(
                            "load-image",
                            title,
                            () -> deliver(
                                    delivery,
                                    batch,
                                    chosen,
                                    before,
                                    foreseen && !batch.requested().isEmpty()));
            images.addAll(delivered.images());
            delivered
                    .loads()
                    .forEach(load -> loads.merge(
                            load.node(),
                            load,
                            (one, other) -> new NodeLoad(
                                    one.node(),
                                    one.movedBytes() + other.movedBytes(),
                                    one.totalBytes() + other.totalBytes())));
            nodes = delivered.nodes();
        }
        return new Loaded(
                images,
                asked.stream()
                        .map(NodeStore::node)
                        .map(node -> loads.getOrDefault(node, new NodeLoad(node, 0, 0)))
                        .toList());
    }

    /**
     * Delivers, and once more where a layer that a node had was gone when it was to be used: containerd removes what nobody needs any more some
     * time after that, such as after an image was deleted.
     */
    private Delivery.Delivered deliver(
            Delivery delivery, Batch batch, List<ContainerInfo> chosen, List<NodeStore> nodes, boolean foreseen) {
        try {
            return delivery.deliver(batch, nodes, foreseen);
        } catch (MinikException e) {
            if (!GONE.matcher(e.message()).find()) {
                throw e;
            }
            parts.progress().detail("load-image", "once more: " + e.message());
            return delivery.deliver(batch, ask(chosen), foreseen);
        }
    }

    private List<Batch> batches(List<ImageSource> sources, List<Supply.Spooled> spools) {
        var requested = new ArrayList<Requested>();
        var names = new ArrayList<String>();
        var archives = new ArrayList<Batch>();
        for (var source : sources) {
            if (source instanceof ImageSource.Named named) {
                requested.add(requested(named.reference()));
                names.add(named.reference());
            } else if (source instanceof ImageSource.ArchiveFile file) {
                if (!Files.isReadable(file.path()) || Files.isDirectory(file.path())) {
                    throw MinikException.of(
                            ExitCode.EXISTS_OR_NOT_FOUND,
                            "there is no archive %s that can be read".formatted(file.path()),
                            "Name a file that 'docker save' wrote, or an image that the engine has");
                }
                archives.add(new Batch(file.path().toString(), Supply.file(file.path()), List.of()));
            } else if (source instanceof ImageSource.ArchiveStream stream) {
                var spool = spool(stream);
                spools.add(spool);
                archives.add(new Batch("standard input", spool, List.of()));
            }
        }
        var batches = new ArrayList<Batch>();
        if (!requested.isEmpty()) {
            batches.add(new Batch(String.join(", ", names), () -> engine.saveImages(names), requested));
        }
        batches.addAll(archives);
        return batches;
    }

    private Supply.Spooled spool(ImageSource.ArchiveStream stream) {
        try {
            return Supply.Spooled.of(
                    stream.stream(), parts.environment().cacheDirectory().resolve("spool"));
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "cannot keep what comes on standard input: " + e.getMessage(),
                            "Write it to a file and load that")
                    .causedBy(e);
        }
    }

    private static void close(Supply.Spooled spool) {
        try {
            spool.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Requested requested(String reference) {
        boolean digest = ImageReference.isId(reference);
        var name = digest ? "" : ImageReference.full(reference);
        var image = engine.findImage(reference)
                .orElseThrow(() -> MinikException.of(
                        ExitCode.EXISTS_OR_NOT_FOUND,
                        "the engine has no image '%s'".formatted(reference),
                        "'%1$s pull %2$s' or '%1$s build -t %2$s .' brings it there"
                                .formatted(parts.info().command(), reference)));
        if (digest || isShortId(reference, image)) {
            var names = image.tags().stream()
                    .filter(tag -> !tag.startsWith("<none>"))
                    .map(ImageReference::full)
                    .toList();
            return new Requested(names.isEmpty() ? List.of(image.id()) : names, image);
        }
        var names = new LinkedHashSet<>(List.of(name));
        // Podman calls what it built localhost/NAME, and finds it by NAME as well
        image.tags().stream()
                .filter(tag -> tag.equals("localhost/" + reference) || tag.equals("localhost/" + reference + ":latest"))
                .forEach(names::add);
        return new Requested(List.copyOf(names), image);
    }

    private static boolean isShortId(String reference, ImageInfo image) {
        return reference.matches("[0-9a-f]{6,64}")
                && image.id().startsWith("sha256:" + reference)
                && image.tags().stream().noneMatch(tag -> tag.startsWith(reference + ":"));
    }

    @Override
    public List<NodeImage> list(ClusterName cluster, List<String> nodes) {
        return ClusterParts.asUserSees(() -> listed(ask(running(cluster, nodes))));
    }

    private static List<NodeImage> listed(List<NodeStore> stores) {
        Map<List<String>, NodeImage> found = new TreeMap<>(
                Comparator.<List<String>, String>comparing(key -> key.get(0)).thenComparing(key -> key.get(1)));
        for (var store : stores) {
            for (var image : store.images()) {
                var names = image.names().isEmpty() ? List.of("") : image.names();
                for (var name : names) {
                    found.merge(
                            List.of(name, image.id()),
                            new NodeImage(name, image.id(), image.size(), List.of(store.node())),
                            EngineClusterImages::merged);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static NodeImage merged(NodeImage one, NodeImage other) {
        var nodes = new ArrayList<>(one.nodes());
        nodes.addAll(other.nodes());
        return new NodeImage(one.name(), one.id(), Math.max(one.sizeBytes(), other.sizeBytes()), nodes);
    }

    @Override
    public Deleted delete(ClusterName cluster, List<String> images, List<String> nodes, boolean force) {
        return ClusterParts.asUserSees(() -> {
            var names = images.stream()
                    .map(image -> ImageReference.isId(image) ? image : ImageReference.full(image))
                    .toList();
            return new Deletion(stores, parts.tasks()).delete(ask(running(cluster, nodes)), names, force);
        });
    }

    private List<NodeStore> ask(List<ContainerInfo> nodes) {
        var asked = nodes.stream()
                .map(node -> parts.tasks().start(() -> stores.ask(node)))
                .toList();
        return asked.stream().map(Tasks::await).toList();
    }

    /** Returns the nodes that are meant; all of them run. */
    private List<ContainerInfo> running(ClusterName cluster, List<String> names) {
        var nodes = parts.nodesOf(cluster);
        var unknown = names.stream()
                .filter(name -> nodes.stream().noneMatch(node -> node.name().equals(name)))
                .findFirst();
        if (unknown.isPresent()) {
            throw MinikException.of(
                    ExitCode.EXISTS_OR_NOT_FOUND,
                    "cluster '%s' has no node '%s'".formatted(cluster, unknown.get()),
                    "Its nodes are "
                            + String.join(
                                    ", ",
                                    nodes.stream().map(ContainerInfo::name).toList()));
        }
        var chosen = nodes.stream()
                .filter(node -> names.isEmpty() || names.contains(node.name()))
                .toList();
        for (var node : chosen) {
            if (node.state() == ContainerInfo.State.PAUSED) {
                throw wrongState(node, "is paused", "minik resume cluster " + cluster);
            } else if (node.state() != ContainerInfo.State.RUNNING) {
                throw wrongState(node, "does not run", "minik start cluster " + cluster);
            }
        }
        return chosen;
    }

    private static MinikException wrongState(ContainerInfo node, String state, String command) {
        return MinikException.of(
                ExitCode.WRONG_STATE,
                "node '%s' %s".formatted(node.name(), state),
                "'%s' makes it run; then repeat the command".formatted(command));
    }
}
