package dev.minik.cli.real;

import dev.minik.archive.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Images made of layers that a test writes, without anything being pulled. */
final class BuiltImage {
    private final Path directory;
    private final List<Layer> layers = new ArrayList<>();

    private record Layer(Path file, String digest) {}

    /** Writes a layer's entries. */
    @FunctionalInterface
    interface Content {
        void writeTo(TarWriter tar) throws IOException;
    }

    BuiltImage(Path directory) {
        this.directory = directory;
    }

    /** Returns an image of these layers and one more. */
    BuiltImage with(Content content) throws IOException {
        var file = Files.createTempFile(directory, "layer-", ".tar");
        try (var tar = new TarWriter(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            content.writeTo(tar);
        }
        return withArchive(file);
    }

    /** Returns an image of these layers and one that is there already. */
    BuiltImage withArchive(Path file) throws IOException {
        var more = new BuiltImage(directory);
        more.layers.addAll(layers);
        more.layers.add(new Layer(file, digest(file)));
        return more;
    }

    /** Writes a file of random bytes. */
    static void random(TarWriter tar, String path, long size) throws IOException {
        var random = new Random(size);
        var buffer = new byte[1 << 20];
        tar.begin(path, 0644, size);
        for (long left = size; left > 0; left -= buffer.length) {
            random.nextBytes(buffer);
            tar.write(buffer, 0, (int) Math.min(left, buffer.length));
        }
        tar.end();
    }

    /** Gives it to the engine. */
    void load(Shell shell, String name) throws IOException {
        var archive = archive(name);
        shell.run("docker", "load", "--quiet", "--input", archive.toString()).ok();
        Files.delete(archive);
    }

    /** Writes it as {@code docker save} did for years. */
    Path archive(String name) throws IOException {
        var file = Files.createTempFile(directory, "image-", ".tar");
        var config = """
                {"architecture":"amd64","os":"linux","config":{"Env":["PATH=/bin"]},"rootfs":{"type":"layers","diff_ids":[%s]}}""".formatted(
                        layers.stream().map(layer -> "\"" + layer.digest + "\"").collect(Collectors.joining(",")));
        var list = """
                [{"Config":"config.json","RepoTags":["%s"],"Layers":[%s]}]""".formatted(
                name, layers.stream().map(layer -> "\"" + entry(layer) + "\"").collect(Collectors.joining(",")));
        try (var tar = new TarWriter(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            tar.file("/config.json", 0644, config.getBytes(StandardCharsets.UTF_8));
            for (var layer : layers) {
                tar.file("/" + entry(layer), 0644, layer.file);
            }
            tar.file("/manifest.json", 0644, list.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static String entry(Layer layer) {
        return layer.digest.substring("sha256:".length()) + "/layer.tar";
    }

    private static String digest(Path file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            try (var sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                Files.copy(file, sink);
            }
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
