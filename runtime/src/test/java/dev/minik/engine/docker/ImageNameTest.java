package dev.minik.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {
    @ParameterizedTest
    @CsvSource({
        "kindest/node, kindest/node, latest",
        "kindest/node:v1.37.0, kindest/node, v1.37.0",
        "localhost:5000/node, localhost:5000/node, latest",
        "localhost:5000/node:v1, localhost:5000/node, v1",
        "kindest/node:v1.37.0@sha256:abc, kindest/node, sha256:abc",
        "kindest/node@sha256:abc, kindest/node, sha256:abc",
    })
    void namesAreSplitAsTheApiWantsThem(String reference, String repository, String version) {
        assertEquals(new ImageName(repository, version), ImageName.parse(reference));
    }
}
