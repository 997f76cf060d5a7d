package dev.minik.cluster.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.error.MinikException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest",
        "busybox:1.37.0, docker.io/library/busybox:1.37.0",
        "docker.io/busybox, docker.io/library/busybox:latest",
        "index.docker.io/team/app:1, docker.io/team/app:1",
        "team/app, docker.io/team/app:latest",
        "localhost/app:1, localhost/app:1",
        "localhost:5000/team/app, localhost:5000/team/app:latest",
        "registry.k8s.io/kube-proxy:v1.37.0, registry.k8s.io/kube-proxy:v1.37.0",
        "Registry/app, Registry/app:latest",
        "'[::1]:5000/app', '[::1]:5000/app:latest'"
    })
    void becomesWhatNodesAskFor(String name, String full) {
        assertEquals(full, ImageReference.full(name));
    }

    @Test
    void aDigestCountsMoreThanATag() {
        assertEquals("docker.io/library/app" + DIGEST, ImageReference.full("app:1" + DIGEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "App", "a b", "a:b:c", "app@sha256:12", "-app", "../app", "app:", "a//b", "--help"})
    void refusesWhatIsNoName(String name) {
        assertThrows(MinikException.class, () -> ImageReference.full(name));
    }
}
