package dev.minik.image.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.image.files.RootFiles.Entry;
import dev.minik.image.version.ComponentVersions;
import dev.minik.image.version.ImageNames;
import dev.minik.release.KubernetesCatalogue;
import dev.minik.yaml.Yaml;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RootFilesTest {
    private static final Resources RESOURCES = new Resources();

    static List<ComponentVersions> versions() {
        return ComponentVersions.all(KubernetesCatalogue.load());
    }

    private static RootFiles files(ComponentVersions versions) {
        return RootFiles.read(RESOURCES, ImageNames.of(versions).placeholders(versions));
    }

    private static Entry.File file(RootFiles files, String path) {
        return files.entries().stream()
                .filter(Entry.File.class::isInstance)
                .map(Entry.File.class::cast)
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + path));
    }

    @Test
    void theListNamesEveryFileThatIsThere() throws IOException, URISyntaxException {
        var root = Path.of(Objects.requireNonNull(RootFilesTest.class.getResource("/dev/minik/image/rootfs"))
                .toURI());
        var there = new TreeSet<String>();
        try (var walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile).forEach(path -> there.add("/" + root.relativize(path)));
        }
        var listed = new TreeSet<String>();
        RESOURCES.list("rootfs.list").stream()
                .filter(line -> line.startsWith("file ") || line.startsWith("template "))
                .forEach(line -> listed.add(line.split("\\s+", -1)[2]));
        assertEquals(there, listed);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyVersionsFilesAreComplete(ComponentVersions versions) {
        var files = files(versions);
        assertEquals(versions.kubernetes() + "\n", file(files, "/kind/version").content());
        assertTrue(file(files, "/etc/containerd/config.toml")
                .content()
                .contains("\"registry.k8s.io/pause:" + versions.pauseTag() + "\""));
        for (var entry : files.entries()) {
            if (entry instanceof Entry.File file) {
                assertFalse(file.content().matches("(?s).*@[A-Z_]+@.*"), file.path());
            }
        }
    }

    @Test
    void programsAreExecutableAndOthersAreNot() {
        for (var entry : files(versions().get(0)).entries()) {
            if (entry instanceof Entry.File file) {
                assertEquals(file.content().startsWith("#!") ? 0755 : 0644, file.mode(), file.path());
            }
        }
    }

    /** What an unmodified kind asks of an image. */
    @Test
    void keepsKindsContract() {
        var files = files(versions().get(0));
        var cni = file(files, "/kind/manifests/default-cni.yaml").content();
        assertTrue(cni.contains("would you kindly template this file"));
        assertTrue(cni.contains("{{ .PodSubnet }}"));
        assertTrue(file(files, "/usr/local/bin/entrypoint").content().contains("exec \"$@\""));
        assertTrue(file(files, "/etc/containerd/config.toml").content().matches("(?s)(.*\\n)?version = \\d+\\n.*"));
    }

    /** A manifest is YAML once a launcher has filled in the pod subnet, and names only images that are preloaded. */
    @ParameterizedTest
    @MethodSource("versions")
    void manifestsNameOnlyPreloadedImages(ComponentVersions versions) {
        var names = ImageNames.of(versions);
        var preloaded = List.of(names.flannel(), names.localPathProvisioner(), names.busybox());
        for (var path : List.of("/kind/manifests/default-cni.yaml", "/kind/manifests/default-storage.yaml")) {
            var text = file(files(versions), path).content().replace("{{ .PodSubnet }}", "10.244.0.0/16");
            assertFalse(Yaml.loadAll(text).isEmpty());
            var images = text.lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("image: "))
                    .map(line -> line.substring("image: ".length()))
                    .toList();
            assertFalse(images.isEmpty());
            assertTrue(preloaded.containsAll(images), images.toString());
        }
    }

    @Test
    void theKeyFollowsTheContent() {
        var versions = versions();
        assertEquals(files(versions.get(0)).key(), files(versions.get(0)).key());
        assertNotEquals(files(versions.get(0)).key(), files(versions.get(1)).key());
    }

    @Test
    void anUnknownPlaceholderIsAMistake() {
        var failure = assertThrows(
                IllegalStateException.class, () -> Template.fill("/etc/x", "a @NO_SUCH@ b", Map.of("OTHER", "1")));
        assertTrue(String.valueOf(failure.getMessage()).contains("@NO_SUCH@"), failure.getMessage());
    }

    @Test
    void placeholdersAreReplacedLiterally() {
        assertEquals("a $1\\ b mail@example.org", Template.fill("x", "a @V@ b mail@example.org", Map.of("V", "$1\\")));
    }
}
