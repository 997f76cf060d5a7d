package dev.minik.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minik.yaml.Yaml;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void writesEveryKindOfValue() {
        var map = new LinkedHashMap<String, Object>();
        map.put("text", "a");
        map.put("int", 1);
        map.put("long", -9_007_199_254_740_993L);
        map.put("big", new BigInteger("123456789012345678901234567890"));
        map.put("decimal", new BigDecimal("0.10"));
        map.put("real", 1.5);
        map.put("yes", true);
        map.put("nothing", null);
        map.put("list", Arrays.asList(1, "two", null));
        map.put("none", List.of());
        map.put("empty", Map.of());

        assertEquals(
                "{\"text\":\"a\",\"int\":1,\"long\":-9007199254740993,\"big\":123456789012345678901234567890,"
                        + "\"decimal\":0.10,\"real\":1.5,\"yes\":true,\"nothing\":null,\"list\":[1,\"two\",null],"
                        + "\"none\":[],\"empty\":{}}",
                Json.compact(map));
    }

    @Test
    void indentsWhatPeopleRead() {
        assertEquals("""
                [
                  {
                    "a": [
                      1,
                      2
                    ]
                  },
                  {}
                ]""", Json.pretty(List.of(Map.of("a", List.of(1, 2)), Map.of())));
    }

    @Test
    void escapesWhatMustBeEscaped() {
        assertEquals(
                "\"\\\"\\\\ \\n\\r\\t \\u0000\\u001b\\u007f\\u009b\"",
                Json.compact("\"\\ \n\r\t \0\u001b\u007f\u009b"));
        assertEquals("\"\\u2028\\u2029 / é ✓\"", Json.compact("\u2028\u2029 / é ✓"));
    }

    @Test
    void keepsPairsAndEscapesHalves() {
        assertEquals("\"😀\"", Json.compact("😀"));
        assertEquals("\"\\ud83d\"", Json.compact("\ud83d"));
        assertEquals("\"\\ude00\\ud83dx\"", Json.compact("\ude00\ud83dx"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "\"quoted\"", "back\\slash", "line\nfeed\ttab", "null", "{}", "😀 ü"})
    void anotherReaderReadsTheSame(String text) {
        assertEquals(
                Map.of("key " + text, List.of(text)), Yaml.load(Json.pretty(Map.of("key " + text, List.of(text)))));
    }

    @Test
    void refusesWhatJsonCannotSay() {
        assertThrows(IllegalArgumentException.class, () -> Json.compact(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.compact(Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Json.compact(new Object()));
    }
}
