package dev.minik.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchChecksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "b o g u s | a merge patch must be a mapping, this is text",
                "[] | a merge patch must be a mapping, this is a list",
                "maxPods: 5 | kind is missing: it names the document that is patched",
                "{kind: [a]} | kind must be text, this is a list",
                "{kind: A, apiVersion: 4} | apiVersion must be text, this is a number",
                "a: b: c | line 1, column 5: mapping values are not allowed here",
                "{kind: A, kind: B} | line 1, column 11: found duplicate key kind",
                "{kind: A, x: {extraArgs: {v: 4}}} | extraArgs: the value of v is a number, kubeadm takes text: put it in quotes",
                "{kind: A, kubeletExtraArgs: [{name: f, value: true}]} | kubeletExtraArgs: the value of f is a boolean, kubeadm takes text: put it in quotes",
                "{kind: A, x: !!binary aGk=} | holds a value that JSON does not have"
            })
    void findsWhatIsWrongWithAMergePatch(String text, String problem) {
        assertEquals(Optional.of(problem), PatchChecks.kubeadmMerge(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "# nothing",
                "---\n---\nkind: A\n",
                "{kind: A, extraArgs: {v: '4', w: null}}",
                "{kind: A, extraArgs: null}"
            })
    void findsNothingWrongWithAGoodMergePatch(String text) {
        assertEquals(Optional.empty(), PatchChecks.kubeadmMerge(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text | a JSON 6902 patch must be a list of operations, this is text",
                "{op: add} | a JSON 6902 patch must be a list of operations, this is a mapping",
                "[a] | operation 0 must be a mapping with op and path, this is text",
                "[{path: /a}] | operation 0: op must be add, remove, replace, move, copy or test",
                "[{op: remove, path: /a}, {op: delete, path: /a}] | operation 1: op must be add, remove, replace, move, copy or test, this is delete",
                "[{op: add, value: 1}] | operation 0 (add): path is missing",
                "[{op: add, path: a/b, value: 1}] | operation 0 (add): path must be like /apiServer/certSANs/-, this is a/b",
                "[{op: add, path: /a~2, value: 1}] | operation 0 (add): path must be like /apiServer/certSANs/-, this is /a~2",
                "[{op: add, path: 5, value: 1}] | operation 0 (add): path must be like /apiServer/certSANs/-, this is a number",
                "[{op: add, path: /a}] | operation 0 (add /a): value is missing",
                "[{op: move, path: /a}] | operation 0 (move): from is missing",
                "[{op: copy, path: /a, from: b}] | operation 0 (copy): from must be like /apiServer/certSANs/-, this is b",
                "[{op: add | line 1, column 10: expected ',' or '}', but got <stream end>"
            })
    void findsWhatIsWrongWithAJsonPatch(String text, String problem) {
        assertEquals(Optional.of(problem), PatchChecks.json6902(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "# nothing",
                "- op: add\n  path: ''\n  value: null\n",
                "[{\"op\": \"remove\", \"path\": \"/a~0b~1c/0\"}]",
                "[{op: move, from: /a, path: /b}]"
            })
    void findsNothingWrongWithAGoodJsonPatch(String text) {
        assertEquals(Optional.empty(), PatchChecks.json6902(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "plugins: {} | line 1, column 8: Unknown token",
                "[plugins.`x | line 1, column 10: Unknown token",
                "x = {a = 1, a = 2} | line 1, column 18: Duplicate key",
                "x = [1000000000000000000] | a number of 19 digits is misread; write it as 0x…",
                "version = 'two' | version must be a number, this is text",
                "version = 2.0 | version must be a number, this is a number"
            })
    void findsWhatIsWrongWithToml(String text, String problem) {
        var found = PatchChecks.containerdMerge(text).orElse("");
        assertTrue(found.startsWith(problem), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "# nothing", "version = 2", "[a.\"b.c\"]\nd = 1"})
    void findsNothingWrongWithGoodToml(String text) {
        assertEquals(Optional.empty(), PatchChecks.containerdMerge(text));
    }

    @Test
    void survivesHostileTexts() {
        refuses(PatchChecks::kubeadmMerge, "kind: A\na: &a {b: *a}\n");
        refuses(PatchChecks::json6902, "&a [*a]");
        refuses(PatchChecks::kubeadmMerge, "{\"\\e[31m\": 1, \"\\e[31m\": 2}");
        var bomb = "kind: A\na0: &a0 [x, x]\n"
                + IntStream.range(1, 24)
                        .mapToObj(i -> "a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1))
                        .collect(Collectors.joining());
        refuses(PatchChecks::kubeadmMerge, bomb);
        refuses(PatchChecks::kubeadmMerge, "kind: A\n" + "#\n".repeat(600_000));
        refuses(PatchChecks::json6902, "[{op: add, value: 1, path: " + "/~2".repeat(100_000) + "}]");
        refuses(PatchChecks::json6902, "[{op: add, value: 1, path: \"\\e[31m\\n\"}]");
        refuses(PatchChecks::containerdMerge, "a = " + "[".repeat(100_000));
        refuses(PatchChecks::containerdMerge, "a.".repeat(100_000) + "b = 1");
        refuses(PatchChecks::containerdMerge, "[" + "a.".repeat(500) + "b]");
        refuses(PatchChecks::containerdMerge, "a = " + "{a = ".repeat(100_000));
        refuses(PatchChecks::containerdMerge, "a = 1\n".repeat(100_000));
    }

    private static void refuses(Function<String, Optional<String>> check, String text) {
        var problem = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> check.apply(text))
                .orElse("");
        assertTrue(!problem.isEmpty() && problem.length() < 400, problem);
        assertTrue(problem.chars().noneMatch(Character::isISOControl), problem);
    }
}
