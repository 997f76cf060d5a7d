package dev.minik.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {
    @ParameterizedTest
    @CsvSource({
        "0,PT0S",
        "0s,PT0S",
        "90s,PT1M30S",
        "5m,PT5M",
        "1h30m,PT1H30M",
        "1.5h,PT1H30M",
        ".5s,PT0.5S",
        "1.s,PT1S",
        "300ms,PT0.3S",
        "2us,PT0.000002S",
        "2µs,PT0.000002S",
        "7ns,PT0.000000007S",
        "+1m,PT1M",
        "1h1m1s1ms,PT1H1M1.001S",
        "0.0000000001s,PT0S"
    })
    void readsWhatGoReads(String text, Duration duration) {
        assertEquals(duration, new DurationConverter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 m", "m", "-5m", "1d", "5M", "1h-5m", ".s", "1..5s", "five", "99999999999999h"})
    void refusesTheRest(String text) {
        assertThrows(TypeConversionException.class, () -> new DurationConverter().convert(text));
    }
}
