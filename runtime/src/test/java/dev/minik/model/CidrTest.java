package dev.minik.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.244.0.0/16, 10.244.255.255, 65536",
        "0.0.0.0/0, 255.255.255.255, 4294967296",
        "255.255.255.255/32, 255.255.255.255, 1",
        "192.168.1.128/25, 192.168.1.255, 128",
        "fd00:10:244::/56, fd00:10:244:ff:ffff:ffff:ffff:ffff, 4722366482869645213696",
        "::1/128, ::1, 1"
    })
    void knowsItsLastAddressAndItsSize(String text, String last, String size) {
        var cidr = Cidr.parse(text);
        assertEquals(text, cidr.toString());
        assertEquals(last, cidr.last().toString());
        assertEquals(new BigInteger(size), cidr.size());
        assertTrue(cidr.contains(cidr.first()));
        assertTrue(cidr.contains(cidr.last()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "/8",
                "10.0.0.0/-1",
                "10.0.0.0/33",
                "10.0.0.0/8/8",
                "10.0.0.0/ 8",
                "10.0.0.0/a",
                "10.0.0/8",
                "host/8",
                "fd00::/129",
                "10.0.0.0/8,10.1.0.0/16",
                "10.0.0.0/9999999999"
            })
    void refusesWhatIsNoSubnet(String text) {
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(text));
    }

    @Test
    void refusesHostBitsAndTellsTheFirstAddress() {
        var failure = assertThrows(IllegalArgumentException.class, () -> Cidr.parse("10.244.7.0/16"));
        assertEquals("10.244.7.0/16 has host bits set; the range begins at 10.244.0.0", failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.96.0.0/16, true",
        "10.96.0.0/16, 10.0.0.0/8, true",
        "10.0.0.0/9, 10.128.0.0/9, false",
        "10.0.0.0/16, 10.0.0.0/16, true",
        "0.0.0.0/0, 10.0.0.0/8, true",
        "0.0.0.0/0, ::/0, false",
        "fd00::/8, fd12::/16, true"
    })
    void overlapsWhereAnAddressIsInBoth(String a, String b, boolean expected) {
        assertEquals(expected, Cidr.parse(a).overlaps(Cidr.parse(b)));
        assertEquals(expected, Cidr.parse(b).overlaps(Cidr.parse(a)));
    }

    @ParameterizedTest
    @CsvSource({
        "10.244.0.0/16, 24, 0, 10.244.0.0/24",
        "10.244.0.0/16, 24, 255, 10.244.255.0/24",
        "10.1.0.0/24, 24, 0, 10.1.0.0/24",
        "fd00:10:244::/56, 64, 3, fd00:10:244:3::/64",
    })
    void consistsOfSmallerRanges(String whole, int prefix, int number, String part) {
        assertEquals(Cidr.parse(part), Cidr.parse(whole).part(prefix, number));
    }

    @ParameterizedTest
    @CsvSource({"10.244.0.0/16, 24, 256", "10.1.0.0/24, 24, 1", "10.1.0.0/26, 24, 0"})
    void hasNoMoreSmallerRangesThanFit(String whole, int prefix, int number) {
        assertThrows(IllegalArgumentException.class, () -> Cidr.parse(whole).part(prefix, number));
    }

    @Test
    void containsJustItsAddresses() {
        var cidr = Cidr.parse("172.18.4.0/22");
        assertTrue(cidr.contains(IpAddress.parse("172.18.7.255")));
        assertFalse(cidr.contains(IpAddress.parse("172.18.8.0")));
        assertFalse(cidr.contains(IpAddress.parse("172.18.3.255")));
        assertFalse(cidr.contains(IpAddress.parse("::ac12:400")));
        assertEquals("172.18.5.1", cidr.at(257).toString());
    }
}
