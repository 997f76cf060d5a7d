package dev.minik.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    @Test
    void readsPlainValues() {
        assertEquals(
                Map.of("text", "a", "number", 1, "flag", true, "list", List.of(1, "b"), "map", Map.of("c", 2.5)),
                Yaml.load("{text: a, number: 1, flag: true, list: [1, b], map: {c: 2.5}}"));
    }

    @Test
    void readsAsTextWhatKubernetesReadsAsText() {
        assertEquals(
                List.of("2026-11-21", "2026-11-21T10:30:00Z", "10:30", "10:30.5", 1030, -0.5, 0x1f),
                Yaml.load("[2026-11-21, 2026-11-21T10:30:00Z, 10:30, 10:30.5, 1030, -0.5, 0x1f]"));
        assertEquals("- '2026-11-21'\n- '10:30'\n", Yaml.dump(List.of("2026-11-21", "10:30")));
    }

    @Test
    void writesAsTextWhatKubernetesReadsAsTruth() {
        assertEquals("- 'y'\n- 'N'\n- 'yes'\n- 'off'\n- x\n", Yaml.dump(List.of("y", "N", "yes", "off", "x")));
        assertEquals("y", Yaml.load("y"), "a name is a name");
    }

    @Test
    void readsAnEmptyDocumentAsNull() {
        assertNull(Yaml.load(""));
        assertNull(Yaml.load("# a comment\n"));
        assertNull(Yaml.load("null"));
    }

    @Test
    void readsAStreamWithoutItsEmptyDocuments() {
        assertEquals(List.of("a", List.of("b")), Yaml.loadAll("---\n---\na\n---\n# nothing\n---\n- b\n...\n"));
        assertEquals(List.of(), Yaml.loadAll(""));
    }

    @Test
    void keepsTheOrderOfKeys() {
        var map = (Map<?, ?>) Yaml.load("{z: 1, a: 2, m: 3}");
        assertEquals("[z, a, m]", String.valueOf(map == null ? "" : map.keySet()));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("a: 1\nb: 2\na: 3\n", "line 3, column 1: found duplicate key a"),
                arguments("a: {b: 1, b: 2}", "line 1, column 11: found duplicate key b"),
                arguments("a: [", "line 1, column 5: "),
                arguments("a: b: c", "line 1, column 5: mapping values are not allowed here"),
                arguments("\ta: 1", "line 1, column 1: "),
                arguments("a: !!java.net.URL ['x:y']", "line 1, column 4: "),
                arguments("!!javax.script.ScriptEngineManager []", "line 1, column 1: "),
                arguments("a: *unknown", "line 1, column 4: found undefined alias unknown"),
                arguments("a: \"\0\"", "special characters are not allowed"),
                arguments("[".repeat(60) + "]".repeat(60), "Nesting Depth exceeded max 50"),
                arguments(
                        "a: &a [x]\nb: [" + "*a,".repeat(60) + "]",
                        "aliases for non-scalar nodes exceeds the specified max=50"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refuses(String text, String reason) {
        var failure = assertThrows(YamlException.class, () -> Yaml.load(text));
        var message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(reason), message);
        assertEquals(1, message.lines().count());
        assertThrows(YamlException.class, () -> Yaml.loadAll(text));
    }

    @Test
    void refusesAnAliasBomb() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        bomb.append(IntStream.range(1, 12)
                .mapToObj(i -> "a%d: &a%d [%s]\n"
                        .formatted(
                                i,
                                i,
                                Stream.generate(() -> "*a" + (i - 1)).limit(9).collect(Collectors.joining(", "))))
                .collect(Collectors.joining()));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThrows(YamlException.class, () -> Yaml.load(bomb.toString())));
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                arguments("a: " + "x".repeat(9 * 1024 * 1024), "the text exceeds the limit of 8388608 characters"),
                arguments("# comment\n".repeat(1024 * 1024), "the text exceeds the limit of 8388608 characters"),
                arguments("a: " + "x".repeat(1024 * 1024), "a line exceeds the limit of 524288 characters"));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void refusesATextThatIsTooLargeAtOnce(String text, String reason) {
        var failure = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThrows(YamlException.class, () -> Yaml.load(text)));
        assertEquals(reason, failure.getMessage());
        assertThrows(YamlException.class, () -> Yaml.loadAll(text));
    }

    @Test
    void writesBlocksInTheOrderOfKeys() {
        var map = new LinkedHashMap<String, Object>();
        map.put("z", List.of(1, "1", "yes"));
        map.put("a", Map.of("b", "line 1\nline 2\n"));
        map.put("long", "word ".repeat(40).strip());
        assertEquals("""
                z:
                - 1
                - '1'
                - 'yes'
                a:
                  b: |
                    line 1
                    line 2
                long: %s
                """.formatted("word ".repeat(40).strip()), Yaml.dump(map));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                        "",
                        " ",
                        "a: b",
                        "# no comment",
                        "null",
                        "~",
                        "0777",
                        "1e3",
                        "0x1F",
                        "12:30:45",
                        "2024-01-01",
                        "- a",
                        "\u00e9\u4e2d",
                        "*a",
                        "&a",
                        "!a",
                        "@a",
                        "%a",
                        "{a",
                        "a\n\nb\n",
                        "\ttab",
                        "'",
                        "\"",
                        "\\",
                        "on",
                        "No",
                        "=",
                        "<<",
                        "\ud83d\ude00")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void readsBackWhatItWrote(String text) {
        var value = Map.of(text.isEmpty() ? "empty" : text, text, "list", List.of(text));
        assertEquals(value, Yaml.load(Yaml.dump(value)));
        assertEquals(value, Yaml.load(Yaml.dumpWrapped(value)));
        assertEquals(List.of(value, List.of(text)), Yaml.loadAll(Yaml.dumpAll(List.of(value, List.of(text)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a word ", "a  word \n", "it's \"said\": \\ \u00e9\t \n", "# a: \ud83d\ude00 \r\n"})
    void longTextsAreWrappedAndReadBack(String part) {
        var value = Map.of("text", part.repeat(1000));

        var written = Yaml.dumpWrapped(value);

        assertEquals(value, Yaml.load(written));
        assertTrue(written.lines().allMatch(line -> line.length() < 200), written);
    }
}
