package dev.minik.image.version;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minik.release.KubernetesCatalogue;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ImageNamesTest {
    private static final KubernetesCatalogue CATALOGUE = KubernetesCatalogue.load();

    @Test
    void areThoseThatKubeadmWants() {
        for (var release : CATALOGUE.supported()) {
            var names = ImageNames.of(ComponentVersions.of(CATALOGUE, release));
            assertEquals(new TreeSet<>(release.images()), names.kubeadm());
        }
    }

    @Test
    void librariesAreThoseOfTheDefaultRelease() {
        var newest = CATALOGUE.defaultRelease().version();
        for (var versions : ComponentVersions.all(CATALOGUE)) {
            for (var module : versions.libraries()) {
                assertEquals("v0.%d.%d".formatted(newest.minor(), newest.patch()), module.version());
            }
        }
    }
}
