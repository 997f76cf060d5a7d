package dev.minik.image.go;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoBuildTest {
    private static final GoBuild PLAIN = GoBuild.of(
            "tool",
            Duration.ofSeconds(1),
            new GoModule("example.org/tool", "v1.2.3"),
            Map.of("tool", "example.org/tool"));

    @Test
    void requiresModulesInOrder() {
        var text = PLAIN.requiring(List.of(new GoModule("a.org/lib", "v0.1.0"))).goMod("1.26.3");
        assertEquals("""
                module nodeimage

                go 1.26.3

                require (
                	a.org/lib v0.1.0
                	example.org/tool v1.2.3
                )
                """, text);
    }

    @Test
    void pinnedModulesAreRequiredAndReplaced() {
        var build = new GoBuild(
                "k",
                List.of(new GoModule("k.io/k", "v1.37.0")),
                List.of(new GoModule("k.io/api", "v0.37.0")),
                List.of("k.io/sample"),
                Map.of(),
                Map.of("k", "k.io/k"),
                Map.of(),
                false,
                List.of(),
                Duration.ZERO);
        assertEquals("""
                module nodeimage

                go 1.26.3

                require (
                	k.io/api v0.37.0
                	k.io/k v1.37.0
                )

                replace (
                	k.io/api => k.io/api v0.37.0
                	k.io/sample => ./emptied/k.io/sample
                )
                """, build.goMod("1.26.3"));
        assertEquals("module k.io/sample\n", build.files("1.26.3").get("emptied/k.io/sample/go.mod"));
    }

    @Test
    void linksWithoutSymbolsAndWithVariables() {
        assertEquals("-s -w", PLAIN.linkerFlags());
        assertEquals(
                "-s -w -X a.B=1 -X c.D=v2",
                PLAIN.withVariable("c.D", "v2").withVariable("a.B", "1").linkerFlags());
        assertEquals("-s -w -extldflags=-static", PLAIN.withCgo().linkerFlags());
    }

    @Test
    void everythingThatChangesTheProgramChangesItsKey() {
        var key = PLAIN.inputs("1.26.3", "amd64").key("k");
        assertEquals(key, PLAIN.inputs("1.26.3", "amd64").key("k"));
        assertNotEquals(key, PLAIN.inputs("1.27.0", "amd64").key("k"));
        assertNotEquals(key, PLAIN.inputs("1.26.3", "arm64").key("k"));
        for (var other : List.of(
                PLAIN.withCgo(),
                PLAIN.withTags("x"),
                PLAIN.withVariable("a.B", "1"),
                PLAIN.withSource("main.go", "package main"),
                PLAIN.requiring(List.of(new GoModule("example.org/lib", "v1.0.0"))),
                GoBuild.of(
                        "tool",
                        Duration.ofSeconds(1),
                        new GoModule("example.org/tool", "v1.2.4"),
                        Map.of("tool", "example.org/tool")))) {
            assertNotEquals(key, other.inputs("1.26.3", "amd64").key("k"), other.toString());
        }
    }

    @Test
    void onlyWordsGetIntoTheModuleFile() {
        assertThrows(IllegalArgumentException.class, () -> new GoModule("a b", "v1.0.0"));
        assertThrows(IllegalArgumentException.class, () -> new GoModule("a", "v1.0.0\nreplace x => y"));
        assertThrows(IllegalArgumentException.class, () -> new GoModule("a", "latest"));
    }
}
