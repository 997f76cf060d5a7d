package dev.minik.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of clusters and of images. */
class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "minik",
                "a",
                "0",
                "my.cluster-1",
                "a--b",
                "a.b.c",
                "a-.b",
                "abcdefghijabcdefghijabcdefghijabcdefghij"
            })
    void takesAClusterName(String name) {
        assertEquals(name, new ClusterName(name).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-a",
                "a-",
                ".a",
                "a.",
                "a..b",
                "A",
                "a_b",
                "a/b",
                "a b",
                "a\n",
                "\u00e9",
                "a:b",
                "abcdefghijabcdefghijabcdefghijabcdefghij1",
                "$(x)",
                "--name"
            })
    void refusesAClusterName(String name) {
        assertThrows(IllegalArgumentException.class, () -> new ClusterName(name));
    }

    @Test
    void theLongestHostNameOfANodeFits() {
        var name = new ClusterName("a".repeat(ClusterName.MAX_LENGTH));
        assertEquals(63, (name + "-external-load-balancer").length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node",
                "kindest/node:v1.36.3",
                "localhost/minik-node:v1.37.0",
                "localhost:5000/a",
                "registry.example:5000/a/b-c/d__e:tag",
                "Registry.Example/a",
                "[::1]:5000/a",
                "a.b",
                "a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "kindest/node:v1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "a:_tag"
            })
    void takesAnImageName(String name) {
        assertEquals(name, new ImageReference(name).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "A",
                "a b",
                "-a",
                "a-",
                "a/",
                "/a",
                "a//b",
                "a:",
                "a:b:c",
                "a:-b",
                "a@",
                "a@sha256:12",
                "a...b",
                "a___b",
                "a/B",
                "-x.y/a",
                "x-.y/a",
                "a\n",
                "--privileged",
                "$(x)",
                "http://a/b"
            })
    void refusesAnImageName(String name) {
        assertThrows(IllegalArgumentException.class, () -> new ImageReference(name));
    }

    @Test
    void limitsTheLengthOfAnImageName() {
        assertEquals(255, new ImageReference("a".repeat(255)).value().length());
        assertThrows(IllegalArgumentException.class, () -> new ImageReference("a".repeat(256)));
        assertThrows(IllegalArgumentException.class, () -> new ImageReference("a".repeat(100_000)));
        assertThrows(IllegalArgumentException.class, () -> new ImageReference("a:" + "b".repeat(129)));
    }
}
