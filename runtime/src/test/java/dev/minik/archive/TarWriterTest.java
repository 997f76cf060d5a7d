package dev.minik.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarWriterTest {
    @TempDir
    Path directory;

    @FunctionalInterface
    private interface Content {
        void writeTo(TarWriter tar) throws IOException;
    }

    private static byte[] archive(Content content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarWriter(bytes)) {
            content.writeTo(tar);
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Lists an archive: kind, mode, name, what a link points to. */
    private static List<String> entries(byte[] archive) throws IOException {
        var entries = new ArrayList<String>();
        TarReader.read(
                new ByteArrayInputStream(archive),
                (entry, content) -> entries.add("%s %o %s %s"
                        .formatted(entry.kind(), entry.mode(), entry.name(), entry.linkTarget())
                        .strip()));
        return entries;
    }

    @Test
    void writesParentsOnceAndBeforeTheirContent() throws IOException {
        Files.writeString(directory.resolve("source"), "from a file");
        var archive = archive(tar -> tar.directory("/tmp", 01777)
                .file("/usr/bin/a", 0755, text("a"))
                .file("/usr/bin/b", 0644, directory.resolve("source"))
                .link("/usr/bin/c", "a")
                .directory("/usr/bin", 0700));
        assertEquals(
                List.of(
                        "DIRECTORY 1777 tmp",
                        "DIRECTORY 755 usr",
                        "DIRECTORY 755 usr/bin",
                        "FILE 755 usr/bin/a",
                        "FILE 644 usr/bin/b",
                        "SYMBOLIC_LINK 777 usr/bin/c a"),
                entries(archive));
    }

    @Test
    void theSameContentIsTheSameArchive() throws IOException {
        var source = Files.writeString(directory.resolve("source"), "x");
        var first = archive(tar -> tar.file("/a", 0644, source));
        Files.setLastModifiedTime(source, FileTime.fromMillis(0));
        assertArrayEquals(first, archive(tar -> tar.file("/a", 0644, source)));
    }

    @Test
    void namesOfAnyLengthAndScriptArrive() throws IOException {
        var name = "/" + "long".repeat(60) + "/größe.txt";
        assertTrue(entries(archive(tar -> tar.file(name, 0644, text("x")))).contains("FILE 644 " + name.substring(1)));
    }

    @Test
    void onlyPathsBelowTheRootAreWritten() {
        for (var path : List.of("relative", "/", "/a/../b", "/a/..")) {
            assertThrows(IllegalArgumentException.class, () -> archive(tar -> tar.file(path, 0644, text("x"))), path);
        }
    }

    @Test
    void copiesEverythingButTimes() throws IOException {
        var original = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(original)) {
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            var file = new TarArchiveEntry("store/program");
            file.setSize(3);
            file.setMode(0104755);
            file.setIds(1000, 2000);
            file.setLastModifiedTime(FileTime.fromMillis(1_700_000_000_000L));
            file.addPaxHeader("SCHILY.xattr.security.capability", "cap");
            put(tar, file, "abc");
            var hard = new TarArchiveEntry("store/same", TarConstants.LF_LINK);
            hard.setLinkName("store/program");
            put(tar, hard, "");
            var device = new TarArchiveEntry("store/null", TarConstants.LF_CHR);
            device.setDevMajor(1);
            device.setDevMinor(3);
            put(tar, device, "");
            put(tar, new TarArchiveEntry("left/out"), "");
        }
        var copied = archive(tar -> tar.copy(
                new ByteArrayInputStream(original.toByteArray()),
                entry ->
                        entry.name().startsWith("store") ? Optional.of("/var/lib/" + entry.name()) : Optional.empty()));
        assertEquals(
                List.of(
                        "DIRECTORY 755 var",
                        "DIRECTORY 755 var/lib",
                        "DIRECTORY 755 var/lib/store",
                        "FILE 4755 var/lib/store/program",
                        "HARD_LINK 644 var/lib/store/same var/lib/store/program",
                        "OTHER 644 var/lib/store/null"),
                entries(copied));
        try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(copied))) {
            TarArchiveEntry file = tar.getNextEntry();
            while (!file.getName().endsWith("program")) {
                file = tar.getNextEntry();
            }
            assertEquals(1000, file.getLongUserId());
            assertEquals(2000, file.getLongGroupId());
            assertEquals("cap", file.getExtraPaxHeader("SCHILY.xattr.security.capability"));
            assertEquals(0, file.getLastModifiedTime().toMillis());
            assertArrayEquals(text("abc"), tar.readAllBytes());
        }
    }

    @Test
    void aHardLinkToWhatIsLeftOutIsAnError() throws IOException {
        var original = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(original)) {
            put(tar, new TarArchiveEntry("gone"), "");
            var hard = new TarArchiveEntry("kept", TarConstants.LF_LINK);
            hard.setLinkName("gone");
            put(tar, hard, "");
        }
        var failure = assertThrows(
                IOException.class,
                () -> archive(tar -> tar.copy(
                        new ByteArrayInputStream(original.toByteArray()),
                        entry -> entry.name().equals("gone") ? Optional.empty() : Optional.of("/" + entry.name()))));
        assertTrue(String.valueOf(failure.getMessage()).contains("gone"));
    }

    @Test
    void tellsDeletionsApart() throws IOException {
        var original = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(original)) {
            put(tar, new TarArchiveEntry("overlay", TarConstants.LF_CHR), "");
            put(tar, new TarArchiveEntry("layer/.wh.gone"), "");
            put(tar, new TarArchiveEntry("pipe", TarConstants.LF_FIFO), "");
        }
        var seen = new ArrayList<String>();
        TarReader.read(
                new ByteArrayInputStream(original.toByteArray()),
                (entry, content) -> seen.add(entry.kind() + " " + entry.isLayerWhiteout()));
        assertEquals(List.of("OVERLAY_WHITEOUT false", "FILE true", "OTHER false"), seen);
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, String content) throws IOException {
        entry.setSize(content.length());
        tar.putArchiveEntry(entry);
        tar.write(text(content));
        tar.closeArchiveEntry();
    }
}
