package dev.minik.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({"0,0.0s", "99,0.0s", "450,0.4s", "9999,9.9s", "10000,10s", "59999,59s", "60000,1m00s", "185000,3m05s"})
    void tellsTimes(long millis, String text) {
        assertEquals(text, Text.time(Duration.ofMillis(millis)));
    }

    @Test
    void alignsColumnsWithoutTrailingSpaces() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", "a");
        one.put("lastSeen", List.of("x", "y"));
        one.put("note", "");
        Map<String, Object> two = new LinkedHashMap<>();
        two.put("name", "longer");
        two.put("lastSeen", 12);
        two.put("note", "odd\u001b");

        assertEquals("""
                NAME     LAST-SEEN   NOTE
                a        x, y        -
                longer   12          odd?
                """, Table.of(List.of(one, two)));
    }
}
