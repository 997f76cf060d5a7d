package dev.minik.image.added;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarWriter;
import dev.minik.cluster.Tasks;
import dev.minik.digest.Sha256;
import dev.minik.engine.ContainerSpec;
import dev.minik.engine.Engine;
import dev.minik.engine.EngineException;
import dev.minik.engine.ExecSpec;
import dev.minik.engine.ImageInfo;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import dev.minik.image.BuildSettings;
import dev.minik.image.BuiltNodeImages;
import dev.minik.image.cache.BuildCache;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import dev.minik.image.container.EngineImages;
import dev.minik.image.container.Helper;
import dev.minik.image.container.LayerFile;
import dev.minik.image.container.Piped;
import dev.minik.image.files.Resources;
import dev.minik.model.Labels;
import dev.minik.nodeimage.NodeImageProvider;
import dev.minik.progress.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds container images to a node image. The containerd of that image takes them into a copy of its store, and what is new there becomes
 * a layer on top: the engine adds it to the layers that it has, none of which is sent or written again.
 */
public final class ImageAdder {
    private static final int RECIPE = 1;
    private static final String STORE = "/var/lib/containerd";
    private static final String WORK = "/minik-build";
    private static final int REFUSED = 2;
    private static final int TAG_LENGTH = 12;

    private final BuildSettings settings;
    private final NodeImageProvider nodeImages;
    private final String script = new Resources().text("store/add.sh");

    /** Adds to images that {@code nodeImages} provides. */
    public ImageAdder(BuildSettings settings, NodeImageProvider nodeImages) {
        this.settings = settings;
        this.nodeImages = nodeImages;
    }

    /**
     * Makes sure that the engine has the node image that a request describes.
     *
     * @return its name
     */
    public String add(Engine engine, AddedImages request, Progress progress) {
        if (request.imageName().filter(request.base()::equals).isPresent()) {
            throw MinikException.of(
                    ExitCode.USAGE,
                    "the new image would take the name of the one that it begins with, %s".formatted(request.base()),
                    "give it another name with --image");
        }
        var images = images(engine, request);
        var archives = archives(request);
        var base = nodeImages.provide(engine, request.base(), progress);
        var version = Optional.ofNullable(base.labels().get(Labels.KUBERNETES_VERSION));
        var key = Inputs.ofRecipe(RECIPE)
                .with("base", base.id())
                .with(
                        "images",
                        images.entrySet().stream()
                                .map(image -> image.getKey() + " " + image.getValue())
                                .toList())
                .with("archives", archives)
                .with("script", Sha256.of(script))
                .key("added-images");
        var name = request.imageName()
                .orElseGet(() -> "%s:%s-%s"
                        .formatted(
                                BuiltNodeImages.REPOSITORY,
                                version.orElse("added"),
                                key.digest().substring(0, TAG_LENGTH)));
        if (isPresent(engine, name, key)) {
            return name;
        }
        var cache = new BuildCache(settings.cache());
        return cache.whileLocked(() -> progress.notice("Another build is running; waiting for its end"), () -> {
            if (!isPresent(engine, name, key)) {
                make(engine, base, request, name, key, cache.scratch("added"), progress);
            }
            return name;
        });
    }

    private static boolean isPresent(Engine engine, String name, EntryKey key) {
        return engine.findImage(name)
                .filter(image -> key.digest().equals(image.labels().get(Labels.IMAGE_INPUTS)))
                .isPresent();
    }

    /** Returns the ids of the engine's images by the names that they will have in nodes. */
    private static Map<String, String> images(Engine engine, AddedImages request) {
        var ids = new TreeMap<String, String>();
        for (var name : request.images()) {
            var image = engine.findImage(name)
                    .orElseThrow(() -> MinikException.of(
                            ExitCode.EXISTS_OR_NOT_FOUND,
                            "the engine has no image '%s', and there is no such file".formatted(name),
                            "have it there first: %s pull %s"
                                    .formatted(engine.info().command(), name)));
            if (name.contains("@") || image.id().startsWith(name) || image.id().startsWith("sha256:" + name)) {
                throw MinikException.of(
                        ExitCode.USAGE,
                        "'%s' is no name by which pods could ask for the image".formatted(name),
                        "give it one: %s tag %s NAME:TAG"
                                .formatted(engine.info().command(), name));
            }
            ids.put(name, image.id());
        }
        return ids;
    }

    private static List<String> archives(AddedImages request) {
        try {
            return request.archives().stream().map(Sha256::of).sorted().toList();
        } catch (UncheckedIOException e) {
            throw MinikException.of(
                            ExitCode.EXISTS_OR_NOT_FOUND,
                            "an archive cannot be read: " + e.getCause(),
                            "make it readable, and repeat the command")
                    .causedBy(e);
        }
    }

    private void make(
            Engine engine,
            ImageInfo base,
            AddedImages request,
            String name,
            EntryKey key,
            Path work,
            Progress progress) {
        var names = Helper.Names.of(settings.cache());
        var container = names.prefix() + "-added";
        var replaced = engine.findImage(name);
        // what an interrupted run has left; the second has no label, as the image would have it too
        Helper.removeLeftOver(engine, names);
        engine.removeContainer(container);
        try {
            var layer = work.resolve("layer.tar");
            progress.run(
                    "store",
                    "Adding container images",
                    () -> writeLayer(engine, base, request, names, work, layer, progress));
            progress.run("load", "Making " + name, () -> {
                try {
                    engine.createContainer(ContainerSpec.of(container, base.id())
                            .labels(Map.of(Labels.IMAGE_INPUTS, key.digest()))
                            .build());
                    try (var in = Files.newInputStream(layer)) {
                        engine.copyInto(container, "/", in);
                    }
                    engine.commitContainer(container, name);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    Tasks.cleanUp(() -> engine.removeContainer(container));
                }
            });
            replaced.ifPresent(new EngineImages(engine, progress)::removeIfUnused);
        } catch (EngineException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the engine failed while images were added: " + e.getMessage(),
                            e.kind() == EngineException.Kind.NO_SPACE
                                    ? "Free some 4 GB on the engine's disk, then run the command again"
                                    : "Run the command again")
                    .causedBy(e);
        } catch (UncheckedIOException e) {
            throw MinikException.of(
                            ExitCode.FAILED,
                            "images cannot be added: " + e.getCause(),
                            "Check the disk, then run the command again")
                    .causedBy(e);
        }
    }

    private void writeLayer(
            Engine engine,
            ImageInfo base,
            AddedImages request,
            Helper.Names names,
            Path work,
            Path layer,
            Progress progress) {
        try (var helper = Helper.startWithContent(engine, names, base.id(), STORE)) {
            var files = spooled(engine, request, work);
            Piped.transfer(out -> writeInputs(files, out), in -> {
                engine.copyInto(helper.id(), "/", in);
                return true;
            });
            var paths = importAll(helper, progress);
            helper.stop();
            LayerFile.write(layer, target -> {
                for (var path : paths) {
                    var parent = path.substring(0, path.lastIndexOf('/') + 1);
                    try (var in = engine.copyFrom(helper.id(), path)) {
                        target.copy(in, entry -> Optional.of(parent + place(entry)));
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the files to take in, by the names under which they are told of when something is wrong with them. */
    private static Map<String, Path> spooled(Engine engine, AddedImages request, Path work) throws IOException {
        var files = new TreeMap<String, Path>();
        var number = 0;
        for (var name : request.images()) {
            var file = work.resolve("image-" + number++ + ".tar");
            // an archive begins with its files' sizes, which the engine does not tell before
            try (var in = engine.saveImages(List.of(name))) {
                Files.copy(in, file);
            }
            files.put("%03d-%s".formatted(number, name.replaceAll("[^A-Za-z0-9.-]", "_")), file);
        }
        for (var archive : request.archives()) {
            number++;
            files.put("%03d-%s".formatted(number, archive.toAbsolutePath().getFileName()), archive);
        }
        return files;
    }

    private void writeInputs(Map<String, Path> files, OutputStream out) throws IOException {
        try (var tar = new TarWriter(out)) {
            tar.file(WORK + "/add.sh", 0755, script.getBytes(StandardCharsets.UTF_8));
            for (var file : files.entrySet()) {
                tar.file(WORK + "/images/" + file.getKey(), 0644, file.getValue());
            }
        }
    }

    /** Returns what is new in the store. */
    private static List<String> importAll(Helper helper, Progress progress) {
        var result = helper.exec(ExecSpec.of("bash", WORK + "/add.sh"));
        if (result.exitCode() == REFUSED) {
            throw MinikException.of(
                    ExitCode.FAILED,
                    result.stderr().strip().replaceFirst("^refused: (\\d{3}-)?", ""),
                    "Leave that image out, or give one that is made for the node image's machine, with a name");
        }
        if (!result.ok()) {
            var lines = result.stderr().lines().toList();
            throw MinikException.of(
                            ExitCode.FAILED,
                            "the node image's containerd cannot take in the images (exit status %d)"
                                    .formatted(result.exitCode()),
                            "See its messages below; --base-image must name a node image")
                    .withDetails(lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        }
        var paths = new ArrayList<String>();
        result.stdout().lines().forEach(line -> {
            if (line.startsWith("path " + STORE + "/")) {
                paths.add(line.substring("path ".length()));
            } else {
                progress.detail("store", line);
            }
        });
        return paths;
    }

    private static String place(TarEntry entry) {
        if (entry.kind() == TarEntry.Kind.OVERLAY_WHITEOUT || entry.isLayerWhiteout()) {
            // the engine would take it for a deletion in its own layers
            throw new UncheckedIOException(
                    new IOException("an unpacked image deletes a file of a lower layer: " + entry.name()));
        }
        return entry.name().replaceFirst("^\\.?/+", "");
    }
}
