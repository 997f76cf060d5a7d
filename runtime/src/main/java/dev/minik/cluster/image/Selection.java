package dev.minik.cluster.image;

import dev.minik.cluster.image.Batch.Requested;
import dev.minik.cluster.image.ClusterImages.LoadedImage;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What nodes shall have of an archive: the images that were asked for, each as it runs on the node's machine.
 *
 * @param images what the archive holds
 */
record Selection(Batch batch, List<ArchiveImage> images) {
    Selection {
        images = List.copyOf(images);
    }

    /**
     * Returns what a node shall have.
     *
     * @throws BrokenArchive if an image is not there that the engine was asked for
     */
    List<WantedImage> of(NodeStore node) throws BrokenArchive {
        var wanted = new ArrayList<WantedImage>();
        for (var image : images) {
            if (!batch.requested().isEmpty() && batch.requested().stream().noneMatch(one -> one.is(image))) {
                continue;
            }
            var variant = image.runningOn(node.platform()).orElseThrow(() -> otherPlatforms(batch.what(), image, node));
            batch.names(image, variant).ifPresent(names -> wanted.add(new WantedImage(names, variant)));
        }
        for (var one : batch.requested()) {
            if (images.stream().noneMatch(one::is)) {
                throw new BrokenArchive(
                        "the engine's archive lacks %s".formatted(one.info().id()));
            }
        }
        return wanted;
    }

    /** Returns what nodes shall have, each image once. */
    List<LoadedImage> all(List<NodeStore> nodes) throws BrokenArchive {
        var loaded = new ArrayList<LoadedImage>();
        Set<String> ids = new HashSet<>();
        for (var node : nodes) {
            for (var one : of(node)) {
                if (ids.add(one.variant().id())) {
                    loaded.add(new LoadedImage(
                            one.names(), one.variant().id(), one.variant().size()));
                }
            }
        }
        return loaded;
    }

    /** Refuses images of the engine that are not for the machine of a node, as far as the engine tells. */
    static void checkPlatforms(Batch batch, List<NodeStore> nodes) {
        batch.requested().forEach(one -> checkPlatform(one, nodes));
    }

    private static void checkPlatform(Requested one, List<NodeStore> nodes) {
        var told = one.info().platform().split("/", -1);
        if (told.length < 2) {
            return;
        }
        var platform = new Platform(told[0], told[1], "");
        for (var node : nodes) {
            if (!platform.runsOn(node.platform())) {
                throw otherPlatforms(one.names().get(0), List.of(platform.toString()), node);
            }
        }
    }

    private static MinikException otherPlatforms(String what, ArchiveImage image, NodeStore node) {
        var there = image.variants().stream()
                .map(variant -> variant.platform().toString())
                .distinct()
                .toList();
        return otherPlatforms(image.names().isEmpty() ? what : image.names().get(0), there, node);
    }

    private static MinikException otherPlatforms(String image, List<String> there, NodeStore node) {
        return MinikException.of(
                ExitCode.EXISTS_OR_NOT_FOUND,
                "%s is not there for %s, on which node %s runs; it is there for %s"
                        .formatted(
                                image,
                                node.platform(),
                                node.node(),
                                there.isEmpty() ? "no platform" : String.join(", ", there)),
                "Pull or build it with --platform %s, then repeat the command".formatted(node.platform()));
    }
}
