package dev.minik.cli;

import dev.minik.cluster.image.ClusterImages;
import dev.minik.cluster.image.ImageSource;
import dev.minik.model.ClusterName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** Images in memory, with a log of the calls. */
@NullMarked
final class FakeClusterImages implements ClusterImages {
    final List<String> calls = new ArrayList<>();
    final List<NodeImage> images = new ArrayList<>();
    Loaded loaded = new Loaded(List.of(), List.of());
    Deleted deleted = new Deleted(List.of(), List.of());

    @Override
    public Loaded load(ClusterName cluster, List<ImageSource> sources, List<String> nodes) {
        calls.add("load %s %s into %s"
                .formatted(
                        sources.stream().map(FakeClusterImages::told).collect(Collectors.joining(" ")),
                        nodes,
                        cluster));
        return loaded;
    }

    private static String told(ImageSource source) {
        if (source instanceof ImageSource.Named named) {
            return "name=" + named.reference();
        } else if (source instanceof ImageSource.ArchiveFile file) {
            return "file=" + file.path();
        } else if (source instanceof ImageSource.ArchiveStream stream) {
            try {
                return "stream=" + new String(stream.stream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalArgumentException(source.toString());
    }

    @Override
    public List<NodeImage> list(ClusterName cluster, List<String> nodes) {
        calls.add("list %s of %s".formatted(nodes, cluster));
        return images;
    }

    @Override
    public Deleted delete(ClusterName cluster, List<String> names, List<String> nodes, boolean force) {
        calls.add("delete %s %s of %s force=%s".formatted(names, nodes, cluster, force));
        return deleted;
    }
}
