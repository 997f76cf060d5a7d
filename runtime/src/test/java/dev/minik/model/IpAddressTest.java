package dev.minik.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "FD00:0:0:1:0:0:0:1, fd00:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "fe80:0000:0000:0000:0123:4567:89ab:cdef, fe80::123:4567:89ab:cdef",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "::ffff:1.2.3.4, 1.2.3.4"
    })
    void writesAnAddressInItsUsualForm(String text, String usual) {
        assertEquals(usual, IpAddress.parse(text).toString());
        assertEquals(IpAddress.parse(text), IpAddress.parse(usual));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost",
                "example.com",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.4 ",
                "-1.2.3.4",
                "1.2.3.0x4",
                ":",
                ":::",
                "1:2",
                "[::1]",
                "::1%eth0",
                "fe80::1%1",
                "g::1",
                "::12345",
                "1:2:3:4:5:6:7:8:9",
                "1.2.3.4:80",
                "127.1",
                "2130706433"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text));
    }

    @Test
    void goesFurtherButNotBeyondTheLast() {
        assertEquals("10.0.1.0", IpAddress.parse("10.0.0.255").plus(1).toString());
        assertEquals("::1:0", IpAddress.parse("::ffff").plus(1).toString());
        assertThrows(
                IllegalArgumentException.class,
                () -> IpAddress.parse("255.255.255.255").plus(1));
        assertThrows(
                IllegalArgumentException.class, () -> IpAddress.parse("0.0.0.0").plus(-1));
        assertThrows(IllegalArgumentException.class, () -> new IpAddress(BigInteger.ONE.shiftLeft(128), true));
    }

    @Test
    void sortsByValueAndFamily() {
        assertTrue(IpAddress.parse("9.0.0.0").compareTo(IpAddress.parse("10.0.0.0")) < 0);
        assertTrue(IpAddress.parse("255.0.0.0").compareTo(IpAddress.parse("::")) < 0);
        assertEquals(0, IpAddress.parse("::1").compareTo(IpAddress.parse("0::1")));
    }
}
