package dev.minik.cluster.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerRecordsTest {
    private static final LayerRecords RECORDS =
            records("""
            {"type":2,"payload":"%s","position":0}
            {"type":1,"name":"./etc/one","size":3,"payload":"AAAA","position":1}
            {"type":2,"payload":"%s","position":2}
            {"type":1,"name":"empty","size":0,"payload":"AAAA","position":3}
            {"type":1,"name_raw":"%s","size":2,"payload":"AAAA","position":4}
            """.formatted(base64("head"), base64("between"), base64("two")));

    private static LayerRecords records(String lines) {
        return new LayerRecords(TestArchive.gzip(bytes(lines)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void putsFilesBetweenWhatWasKept() throws IOException {
        assertArrayEquals(
                bytes("headONEbetween22"), RECORDS.archive(Map.of("etc/one", bytes("ONE"), "two", bytes("22"))));
        assertEquals(16, RECORDS.size());
    }

    @Test
    void failsWhereSomethingIsMissingOrUnknown() {
        assertThrows(IOException.class, () -> RECORDS.archive(Map.of("two", bytes("22"))));
        assertThrows(IOException.class, () -> records("{\"type\":7}").size());
        assertThrows(
                IOException.class,
                () -> records("{\"type\":2,\"payload\":\"*\"}").size());
        assertThrows(IOException.class, () -> new LayerRecords(bytes("no gzip")).size());
    }
}
