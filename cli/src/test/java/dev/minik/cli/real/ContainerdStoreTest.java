package dev.minik.cli.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarWriter;
import dev.minik.image.BuiltNodeImages;
import dev.minik.release.KubernetesCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine that keeps images in containerd's store may have one platform of those that an image is made for. Its nodes get that one, where others
 * give up over what is missing.
 *
 * @see <a href="https://github.com/kubernetes-sigs/kind/issues/3795">kind #3795</a>
 */
@Tag("image")
@Timeout(600)
class ContainerdStoreTest {
    private static final String CLUSTER = "containerd-store";
    private static final String IMAGE = "minik-test/platforms:1";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String READ =
            "mkdir /run/image; ctr -n k8s.io images mount docker.io/%s /run/image >/dev/null; cat /run/image/etc/platform"
                    .formatted(IMAGE);
    /** The node image takes two GiB: the engine keeps packed layers as well. */
    private static final long DISK_SIZE = 8L << 30;

    private final Map<String, byte[]> blobs = new LinkedHashMap<>();

    @TempDir
    Path directory = Path.of("");

    @Test
    void ofSeveralPlatformsNodesGetTheirs() throws IOException {
        try (var disk = LoopDisk.mount(directory, DISK_SIZE);
                var engine = ScratchEngine.startWithContainerdStore(directory, disk.root())) {
            engine.copyImage(BuiltNodeImages.REPOSITORY + ":"
                    + KubernetesCatalogue.load().defaultRelease().version());
            var shell = new Shell(directory, Map.of("MINIK_ENGINE", engine.url()));
            var index = imageForTwoPlatforms();
            var archive = archive(index);
            shell.run("docker", "--host", engine.url(), "load", "--input", archive.toString())
                    .ok();
            try (var cluster = NewCluster.create(shell, CLUSTER)) {
                shell.minik("load", "image", IMAGE, "--name", CLUSTER).ok();
                var byDigest = IMAGE.replace(":1", "@" + index);
                shell.minik("load", "image", byDigest, "--name", CLUSTER).ok();

                var listed = shell.minik("get", "images", "--name", CLUSTER, "-o", "name")
                        .ok();
                assertTrue(listed.lines().contains("docker.io/" + IMAGE), listed::stdout);
                var again = shell.minik("load", "image-archive", archive.toString(), "--name", CLUSTER)
                        .ok();
                assertTrue(again.stdout().contains("already present"), again::stdout);
                assertEquals(
                        architecture(),
                        shell.run(
                                        "docker",
                                        "--host",
                                        engine.url(),
                                        "exec",
                                        CLUSTER + "-control-plane",
                                        "bash",
                                        "-euc",
                                        READ)
                                .ok()
                                .stdout());
                cluster.works();
            }
        }
    }

    /** Returns the digest of an index of two images, of which only this machine's is at hand. */
    private String imageForTwoPlatforms() throws IOException {
        var here = image(architecture());
        var atHand = Set.copyOf(blobs.keySet());
        var elsewhere = image(architecture().equals("amd64") ? "arm64" : "amd64");
        blobs.keySet().retainAll(atHand);
        var index = """
                {"schemaVersion": 2, "mediaType": "%s", "manifests": [%s, %s]}""".formatted(INDEX, here, elsewhere);
        return keep(index.getBytes(StandardCharsets.UTF_8));
    }

    private static String architecture() {
        return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
    }

    /** Returns what an index says of an image with one file, which names the platform. */
    private String image(String architecture) throws IOException {
        var layer = new ByteArrayOutputStream();
        try (var tar = new TarWriter(layer)) {
            tar.file("/etc/platform", 0644, architecture.getBytes(StandardCharsets.UTF_8));
        }
        var content = layer.toByteArray();
        var config = """
                {"architecture": "%s", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": ["%s"]}}""".formatted(architecture, keep(content)).getBytes(StandardCharsets.UTF_8);
        var manifest = """
                {"schemaVersion": 2, "mediaType": "%s",
                 "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "%s", "size": %d},
                 "layers": [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": "%s", "size": %d}]}""".formatted(MANIFEST, keep(config), config.length, keep(content), content.length)
                .getBytes(StandardCharsets.UTF_8);
        return """
                {"mediaType": "%s", "digest": "%s", "size": %d, "platform": {"architecture": "%s", "os": "linux"}}""".formatted(MANIFEST, keep(manifest), manifest.length, architecture);
    }

    private String keep(byte[] blob) {
        try {
            var digest = "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
            blobs.put(digest, blob);
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path archive(String index) throws IOException {
        var file = directory.resolve("platforms.tar");
        var names = """
                {"schemaVersion": 2, "manifests": [{"mediaType": "%s", "digest": "%s", "size": %d,
                 "annotations": {"io.containerd.image.name": "docker.io/%s", "org.opencontainers.image.ref.name": "1"}}]}""".formatted(INDEX, index, Objects.requireNonNull(blobs.get(index)).length, IMAGE);
        try (var tar = new TarWriter(Files.newOutputStream(file))) {
            tar.file("/oci-layout", 0644, "{\"imageLayoutVersion\": \"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
            tar.file("/index.json", 0644, names.getBytes(StandardCharsets.UTF_8));
            for (var blob : blobs.entrySet()) {
                tar.file("/blobs/" + blob.getKey().replace(':', '/'), 0644, blob.getValue());
            }
        }
        return file;
    }
}
