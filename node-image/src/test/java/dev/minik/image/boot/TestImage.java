package dev.minik.image.boot;

import static org.junit.jupiter.api.Assertions.fail;

/** The node image that is tested. */
final class TestImage {
    private TestImage() {}

    /** Returns its name. Fails when the engine does not have it: a test that passes over it would say nothing. */
    static String name() {
        var name = System.getenv().getOrDefault("MINIK_TEST_IMAGE", "localhost/minik-node:v1.37.0");
        if (!Tool.docker().attempt("image", "inspect", name).ok()) {
            fail(
                    "the engine has no image %s: build it with `minik build node-image`, or name another with MINIK_TEST_IMAGE"
                            .formatted(name));
        }
        return name;
    }
}
