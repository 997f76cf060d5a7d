package dev.minik.cluster.image;

import dev.minik.cluster.Tasks;
import dev.minik.cluster.image.ArchiveImage.Layer;
import dev.minik.cluster.image.ArchiveScan.UnknownLayout;
import dev.minik.cluster.image.Batch.Requested;
import dev.minik.cluster.image.ClusterImages.LoadedImage;
import dev.minik.cluster.image.ClusterImages.NodeLoad;
import dev.minik.engine.EngineException;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.progress.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings the images of one archive to nodes. What the engine tells of its images beforehand is enough to decide what each node lacks, so that
 * their archive is read once; any other archive is read a first time for what it holds, and a second time where something has to move.
 */
final class Delivery {
    private static final String STEP = "load-image";

    private final NodeStores stores;
    private final Tasks tasks;
    private final Progress progress;
    private final Optional<SmallLayers> smallLayers;

    /**
     * Makes one.
     *
     * @param smallLayers what reads single layers, where the engine's own can be read
     */
    Delivery(NodeStores stores, Tasks tasks, Progress progress, Optional<SmallLayers> smallLayers) {
        this.stores = stores;
        this.tasks = tasks;
        this.progress = progress;
        this.smallLayers = smallLayers;
    }

    /** What came of a batch: what nodes have now, and what each got. */
    record Delivered(List<LoadedImage> images, List<NodeStore> nodes, List<NodeLoad> loads) {
        Delivered {
            images = List.copyOf(images);
            nodes = List.copyOf(nodes);
            loads = List.copyOf(loads);
        }
    }

    /**
     * Brings the images of a batch to nodes.
     *
     * @param foreseen whether the engine's archive can be read as it comes, by what it tells of its images
     */
    Delivered deliver(Batch batch, List<NodeStore> nodes, boolean foreseen) {
        try {
            if (foreseen
                    && batch.requested().stream()
                            .noneMatch(one -> one.info().layers().isEmpty())) {
                try {
                    return asForeseen(batch, nodes);
                } catch (UnknownLayout e) {
                    progress.detail(
                            STEP, "%s: read once more, since its layers have other names".formatted(batch.what()));
                }
            }
            return surveyed(batch, nodes);
        } catch (BrokenArchive e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "%s: %s".formatted(batch.what(), e.getMessage()),
                            "Write it anew with 'docker save' or as an OCI layout")
                    .causedBy(e);
        } catch (IOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "cannot read %s: %s".formatted(batch.what(), e.getMessage()),
                            "Repeat the command")
                    .causedBy(e);
        }
    }

    private Delivered asForeseen(Batch batch, List<NodeStore> nodes) throws IOException {
        Selection.checkPlatforms(batch, nodes);
        var behind = nodes.stream()
                .filter(node -> !batch.requested().stream().allMatch(one -> isIn(one, node)))
                .toList();
        if (behind.isEmpty()) {
            var images = batch.requested().stream()
                    .map(one -> new LoadedImage(
                            one.names(), one.info().id(), one.info().sizeBytes()))
                    .toList();
            return delivered(images, nodes, Map.of(), Map.of());
        }
        var layers = batch.requested().stream()
                .flatMap(one -> one.info().layers().stream())
                .collect(Collectors.toSet());
        Map<NodeStore, Set<String>> lacking = new HashMap<>();
        for (var node : behind) {
            var digests = new LinkedHashSet<String>();
            batch.requested()
                    .forEach(one -> digests.addAll(node.lacking(one.info().layers())));
            lacking.put(node, digests);
        }
        var small = small(batch, lacking.values());
        if (small.isPresent()) {
            progress.detail(STEP, "%s: only small layers are read".formatted(batch.what()));
            return transfer(batch, nodes, lacking, fanout -> {
                for (var layer : small.get().contents().entrySet()) {
                    fanout.layer(layer.getKey(), layer.getValue().length, new ByteArrayInputStream(layer.getValue()));
                }
                return List.of(small.get().image());
            });
        }
        return transfer(batch, nodes, lacking, fanout -> {
            try (var archive = batch.supply().open()) {
                return ArchiveIndex.images(ArchiveScan.stream(archive, entry -> layerNamed(entry, layers), fanout));
            }
        });
    }

    /** Returns a single image of which all that moves is small. */
    private Optional<SmallLayers.Read> small(Batch batch, Collection<Set<String>> lacking) {
        if (smallLayers.isEmpty() || batch.requested().size() != 1) {
            return Optional.empty();
        }
        var all = lacking.stream().flatMap(Set::stream).collect(Collectors.toSet());
        var one = batch.requested().get(0);
        return smallLayers.get().read(one.info(), one.names(), all);
    }

    private static boolean isIn(Requested one, NodeStore node) {
        return node.has(one.names(), one.info().id(), one.info().layers());
    }

    /** Docker calls a layer {@code blobs/sha256/HEX}, Podman {@code HEX.tar}. */
    private static Optional<String> layerNamed(String entry, Set<String> layers) {
        var file = entry.substring(entry.lastIndexOf('/') + 1);
        var digest = "sha256:" + (file.endsWith(".tar") ? file.substring(0, file.length() - ".tar".length()) : file);
        return Optional.of(digest).filter(layers::contains);
    }

    private Delivered surveyed(Batch batch, List<NodeStore> nodes) throws IOException {
        ArchiveScan scan;
        try (var archive = batch.supply().open()) {
            scan = ArchiveScan.survey(archive);
        }
        var selection = new Selection(batch, ArchiveIndex.images(scan));
        Map<NodeStore, Set<String>> lacking = new HashMap<>();
        Map<String, String> entries = new HashMap<>();
        for (var node : nodes) {
            var wanted = selection.of(node);
            if (wanted.stream().allMatch(one -> one.isIn(node))) {
                continue;
            }
            var digests = new LinkedHashSet<String>();
            for (var one : wanted) {
                for (Layer layer : node.lacking(one.variant())) {
                    if (layer.entry().isEmpty()) {
                        throw new BrokenArchive("it lacks layer %s of %s"
                                .formatted(layer.digest(), one.names().get(0)));
                    }
                    entries.put(layer.entry(), layer.digest());
                    digests.add(layer.digest());
                }
            }
            lacking.put(node, digests);
        }
        if (lacking.isEmpty()) {
            return delivered(selection.all(nodes), nodes, Map.of(), Map.of());
        }
        return transfer(batch, nodes, lacking, fanout -> {
            try (var archive = batch.supply().open()) {
                ArchiveScan.layers(archive, entries, fanout);
                return selection.images();
            }
        });
    }

    /** Reads an archive for nodes and tells what images it holds. */
    @FunctionalInterface
    private interface Reading {
        List<ArchiveImage> read(Fanout fanout) throws IOException;
    }

    private Delivered transfer(Batch batch, List<NodeStore> nodes, Map<NodeStore, Set<String>> lacking, Reading reading)
            throws IOException {
        var feeds = nodes.stream()
                .filter(lacking::containsKey)
                .map(node -> new NodeFeed(stores, tasks, node, lacking.getOrDefault(node, Set.of())))
                .toList();
        var ended = false;
        try {
            var fanout = new Fanout(feeds, new ByteCount(progress, STEP, batch.what()));
            var selection = new Selection(batch, reading.read(fanout));
            for (var feed : feeds) {
                var unsent = feed.unsent();
                if (feed.lives() && !unsent.isEmpty()) {
                    throw new BrokenArchive(
                            "it lacks layer " + unsent.iterator().next());
                }
                feed.finish(selection.of(feed.before()));
            }
            ended = true;
            return finished(selection, nodes, feeds);
        } catch (IOException e) {
            // what no node takes any more is told by the nodes
            if (feeds.stream().noneMatch(NodeFeed::lives)
                    && !(e instanceof UnknownLayout)
                    && !(e instanceof BrokenArchive)) {
                feeds.forEach(NodeFeed::imported);
            }
            throw e;
        } finally {
            if (!ended) {
                feeds.forEach(feed -> feed.abort("the images cannot be read to their end"));
                feeds.forEach(NodeFeed::settle);
            }
        }
    }

    private Delivered finished(Selection selection, List<NodeStore> nodes, List<NodeFeed> feeds) throws BrokenArchive {
        Map<NodeStore, NodeStore> after = new HashMap<>();
        var failures = new ArrayList<RuntimeException>();
        for (var feed : feeds) {
            try {
                var wanted = selection.of(feed.before());
                after.put(feed.before(), new Verification(stores).of(feed.imported(), wanted));
            } catch (MinikException | EngineException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            var first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        var moved =
                feeds.stream().collect(Collectors.toMap(feed -> feed.before().node(), NodeFeed::moved));
        return delivered(selection.all(nodes), nodes, after, moved);
    }

    private static Delivered delivered(
            List<LoadedImage> images, List<NodeStore> nodes, Map<NodeStore, NodeStore> after, Map<String, Long> moved) {
        long total = images.stream().mapToLong(LoadedImage::sizeBytes).sum();
        return new Delivered(
                images,
                nodes.stream().map(node -> after.getOrDefault(node, node)).toList(),
                nodes.stream()
                        .map(node -> new NodeLoad(node.node(), moved.getOrDefault(node.node(), 0L), total))
                        .toList());
    }
}
