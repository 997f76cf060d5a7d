package dev.minik.image.container;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarWriter;
import dev.minik.cluster.Tasks;
import dev.minik.engine.Engine;
import dev.minik.engine.ExecSpec;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes containerd's store for a node image: container images unpacked, so that the first start of a container has nothing to unpack, and
 * their compressed content dropped, so that nothing is there twice.
 *
 * <p>containerd itself makes it, the one that will use it, in a helper container whose {@code /var/lib/containerd} is a volume: on the
 * engine's own overlay it could not mount any.
 */
public final class NodeStore {
    private static final String STORE = "/var/lib/containerd";
    private static final String WORK = "/minik-build";

    /** What an empty cluster makes by itself; each line has a path, a tab, and what is posted there. */
    private static final String EARLY_OBJECTS = "/usr/local/lib/minik/early-objects";

    private final Engine engine;
    private final Helper.Names names;
    private final ImageArchive archives = new ImageArchive();

    /** Works in helpers of {@code engine}. */
    public NodeStore(Engine engine, Helper.Names names) {
        this.engine = engine;
        this.names = names;
    }

    /**
     * Makes the store and writes it as a layer to {@code target}.
     *
     * @param node an image with containerd and its configuration, loaded into the engine for the time being
     * @param script what is run in it: imports all of {@code /minik-build/images}
     * @param images the container images
     * @param work an empty directory
     * @param output told what is going on, line by line
     */
    public void make(
            ContainerImage node,
            String script,
            List<ContainerImage> images,
            Path work,
            Path target,
            Consumer<String> output)
            throws IOException {
        var archive = work.resolve("images.tar");
        archives.write(images, Files.newOutputStream(archive));
        try {
            Piped.transfer(out -> archives.write(List.of(node), out), engine::loadImage);
            try (var helper = Helper.start(engine, names, node.name(), "none", Optional.of(STORE))) {
                Piped.transfer(out -> writeInputs(script, archive, out), in -> {
                    engine.copyInto(helper.id(), "/", in);
                    return true;
                });
                importImages(helper, output);
                helper.stop();
                LayerFile.write(target, layer -> {
                    // one after the other: the engine gives out one at a time
                    copy(helper, STORE, layer, NodeStore::place);
                    copy(helper, WORK + "/early-objects", layer, entry -> Optional.of(EARLY_OBJECTS));
                });
            }
        } finally {
            Tasks.cleanUp(() -> engine.removeImage(node.name()));
        }
    }

    private void copy(Helper helper, String path, TarWriter layer, Function<TarEntry, Optional<String>> place)
            throws IOException {
        try (var files = engine.copyFrom(helper.id(), path)) {
            layer.copy(files, place);
        }
    }

    private static void writeInputs(String script, Path archive, OutputStream target) throws IOException {
        try (var tar = new TarWriter(target)) {
            tar.file(WORK + "/import.sh", 0755, script.getBytes(StandardCharsets.UTF_8));
            tar.file(WORK + "/images/images.tar", 0644, archive);
        }
    }

    private static void importImages(Helper helper, Consumer<String> output) {
        var result = helper.exec(ExecSpec.of("bash", WORK + "/import.sh"));
        result.stdout().lines().forEach(output);
        if (!result.ok()) {
            var lines = result.stderr().lines().toList();
            throw MinikException.of(
                            ExitCode.FAILED,
                            "containerd cannot take in the container images (exit status %d)"
                                    .formatted(result.exitCode()),
                            "See its messages below; 'minik doctor' tells what this host lacks")
                    .withDetails(lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        }
    }

    /** Returns where an entry of the copied directory, which is named {@code containerd/…}, belongs in the layer. */
    static Optional<String> place(TarEntry entry) {
        if (entry.kind() == TarEntry.Kind.OVERLAY_WHITEOUT || entry.isLayerWhiteout()) {
            // The engine would take it for a deletion in its own layers and lose it.
            throw new UncheckedIOException(new IOException(
                    "an unpacked image deletes a file of a lower layer, which a node image cannot hold: "
                            + entry.name()));
        }
        return Optional.of("/var/lib/" + entry.name().replaceFirst("^\\.?/+", ""));
    }
}
