package dev.minik.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.cli.output.ByteSize;
import dev.minik.cluster.image.ClusterImages.Deleted;
import dev.minik.cluster.image.ClusterImages.Loaded;
import dev.minik.cluster.image.ClusterImages.LoadedImage;
import dev.minik.cluster.image.ClusterImages.NodeImage;
import dev.minik.cluster.image.ClusterImages.NodeLoad;
import dev.minik.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {
    private static final NodeImage APP =
            new NodeImage("docker.io/library/app:1", "sha256:0123456789abcdef", 2_100_000, List.of("a", "b"));
    private static final NodeImage NAMELESS = new NodeImage("", "sha256:fedcba9876543210", 999, List.of("b"));

    @TempDir
    Path directory = Path.of("");

    private final CliHarness minik = new CliHarness();

    @Test
    void tellsWhatMovedToEachNode() {
        minik.services.images.loaded = new Loaded(
                List.of(new LoadedImage(List.of("docker.io/library/app:1"), "sha256:1", 301_000_000)),
                List.of(new NodeLoad("a", 2_100_000, 301_000_000), new NodeLoad("b", 0, 301_000_000)));

        var result = minik.run("load", "image", "app:1", "-n", "demo");

        assertEquals(new CliHarness.Result(0, "a: moved 2.1 MB of 301 MB\nb: already present\n", ""), result);
        assertEquals(List.of("load name=app:1 [] into demo"), minik.services.images.calls);
        assertEquals(
                Map.of(
                        "images",
                        List.of(Map.of(
                                "names",
                                List.of("docker.io/library/app:1"),
                                "id",
                                "sha256:1",
                                "sizeBytes",
                                301_000_000)),
                        "nodes",
                        List.of(
                                Map.of("node", "a", "movedBytes", 2_100_000, "totalBytes", 301_000_000),
                                Map.of("node", "b", "movedBytes", 0, "totalBytes", 301_000_000))),
                Yaml.load(minik.run("load", "image", "app:1", "-o", "json").out()));
    }

    @Test
    void tellsNamesFromArchivesAndStandardInput() throws IOException {
        var file = Files.writeString(directory.resolve("no-suffix"), "tar");
        minik.input = "an archive";

        minik.run("load", "image", file.toString(), "missing.tar", "app", "-", "--nodes", "a,b");

        assertEquals(
                List.of("load file=%s file=missing.tar name=app stream=an archive [a, b] into minik".formatted(file)),
                minik.services.images.calls);
    }

    @Test
    void understandsKindsSpellings() {
        minik.run("load", "docker-image", "app:1", "other:2", "--name", "demo", "--nodes", "a,b");
        minik.run("load", "image-archive", "one.tar", "two", "-n", "demo");

        assertEquals(
                List.of("load name=app:1 name=other:2 [a, b] into demo", "load file=one.tar file=two [] into demo"),
                minik.services.images.calls);
        assertEquals(2, minik.run("load", "docker-image").code());
    }

    @Test
    void listsImages() {
        minik.services.images.images.addAll(List.of(NAMELESS, APP));

        assertEquals("""
                NAME                      ID             SIZE     NODES
                -                         fedcba987654   999 B    b
                docker.io/library/app:1   0123456789ab   2.1 MB   all
                """, minik.run("get", "images").out());
        assertEquals(
                "sha256:fedcba9876543210\ndocker.io/library/app:1\n",
                minik.run("get", "images", "-o", "name").out());
        assertTrue(minik.run("get", "images", "-o", "json").out().contains("\"sizeBytes\": 2100000"));
        assertEquals("list [] of minik", minik.services.images.calls.get(0));
    }

    @Test
    void deletesImages() {
        minik.services.images.deleted = new Deleted(List.of(APP), List.of("docker.io/library/none:1"));

        var result = minik.run("delete", "image", "app:1", "none:1", "--nodes", "a", "--force");

        assertEquals(
                new CliHarness.Result(
                        0, "", "No node has docker.io/library/none:1.\nDeleted docker.io/library/app:1 from a, b.\n"),
                result);
        assertEquals(List.of("delete [app:1, none:1] [a] of minik force=true"), minik.services.images.calls);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "2149999, 2.1 MB",
        "99950000, 100 MB",
        "999600000, 1.0 GB",
        "301000000, 301 MB"
    })
    void amountsAreShort(long bytes, String text) {
        assertEquals(text, ByteSize.of(bytes));
    }
}
