package dev.minik.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesVersionTest {
    @ParameterizedTest
    @CsvSource({
        "v1.37.0, v1.37.0",
        "1.37.0, v1.37.0",
        "' v1.36.3\n', v1.36.3",
        "v1.37.0-alpha.1, v1.37.0-alpha.1",
        "v1.37.0-rc.0+build5, v1.37.0-rc.0",
        "v1.37.0+k3s1, v1.37.0",
        "v0.0.0, v0.0.0"
    })
    void readsAVersion(String text, String expected) {
        assertEquals(expected, KubernetesVersion.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v",
                "1",
                "1.37",
                "v1.37",
                "V1.37.0",
                "vv1.37.0",
                "1.37.0.0",
                "01.37.0",
                "1.037.0",
                "1.37.x",
                "latest",
                "1.37.0-",
                "1.37.0 rc",
                "-1.37.0",
                "1.99999.0"
            })
    void refusesWhatIsNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> KubernetesVersion.parse(text));
    }

    @Test
    void sortsAsSemverDoes() {
        var ordered = List.of(
                "v1.9.10",
                "v1.36.3",
                "v1.37.0-alpha",
                "v1.37.0-alpha.1",
                "v1.37.0-alpha.2",
                "v1.37.0-alpha.10",
                "v1.37.0-alpha.x",
                "v1.37.0-beta.0",
                "v1.37.0-rc.1",
                "v1.37.0",
                "v1.37.1",
                "v2.0.0");
        var shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(7));
        assertEquals(
                ordered,
                shuffled.stream()
                        .map(KubernetesVersion::parse)
                        .sorted()
                        .map(KubernetesVersion::toString)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"1, 36, true", "1, 37, true", "1, 38, false", "0, 99, true", "2, 0, false"})
    void isAtLeastAnOlderOne(int major, int minor, boolean expected) {
        assertEquals(expected, KubernetesVersion.parse("v1.37.2").isAtLeast(major, minor));
    }
}
