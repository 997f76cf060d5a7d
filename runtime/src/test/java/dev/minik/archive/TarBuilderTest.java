package dev.minik.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarBuilderTest {
    @Test
    void putsEveryDirectoryOnceBeforeWhatIsInIt() throws IOException {
        var archive = new TarBuilder()
                .file("/a/b/c", 0600, "x")
                .file("/a/d", 0755, new byte[] {1, 2})
                .link("/a/b/l", "../d")
                .build();
        assertEquals(
                List.of("a/ 40755 0 ", "a/b/ 40755 0 ", "a/b/c 100600 1 ", "a/d 100755 2 ", "a/b/l 120777 0 ../d"),
                listing(archive));
    }

    @Test
    void theSameContentMakesTheSameArchive() {
        assertArrayEquals(
                new TarBuilder().file("/a", 0644, "x").build(),
                new TarBuilder().file("/a", 0644, "x").build());
    }

    @Test
    void writesUtf8AndLongNames() {
        var path = "/" + "directory/".repeat(30) + "\u00e9";
        var archive = new TarBuilder().file(path, 0644, "\u00e9").build();
        assertEquals(
                "\u00e9",
                new String(
                        TarReader.firstFile(new ByteArrayInputStream(archive), 2)
                                .orElseThrow(),
                        StandardCharsets.UTF_8));
        assertEquals(path.substring(1), names(archive).get(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "", "/", "/a/../b", "/a/..", "../a", "/.."})
    void refusesAPathThatIsNotAbsolute(String path) {
        assertThrows(IllegalArgumentException.class, () -> new TarBuilder().file(path, 0644, "x"));
        assertThrows(IllegalArgumentException.class, () -> new TarBuilder().link(path, "x"));
    }

    private static List<String> names(byte[] archive) {
        try {
            return listing(archive).stream()
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> listing(byte[] archive) throws IOException {
        var lines = new ArrayList<String>();
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                assertEquals(0, entry.getLongUserId());
                assertEquals(0, entry.getLastModifiedTime().toMillis());
                lines.add("%s %o %d %s"
                        .formatted(entry.getName(), entry.getMode(), entry.getSize(), entry.getLinkName()));
            }
        }
        return lines;
    }
}
