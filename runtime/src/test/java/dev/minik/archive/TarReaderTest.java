package dev.minik.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives from a node may be hostile. */
class TarReaderTest {
    private static final String HELLO = "hello";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private Path target = Path.of("");

    @BeforeEach
    void makeTarget() throws IOException {
        target = Files.createDirectory(temporary.resolve("target"));
    }

    @Test
    void unpacksFilesAndDirectories() throws IOException {
        unpack(archive(directory("a/"), directory("a/empty/"), file("a/b", HELLO), file("no/parent/c", "")));
        assertEquals(HELLO, Files.readString(target.resolve("a/b")));
        assertTrue(Files.isDirectory(target.resolve("a/empty")));
        assertEquals(0, Files.size(target.resolve("no/parent/c")));
    }

    @Test
    void unpacksTheDirectoryItself() throws IOException {
        unpack(archive(directory("./"), file("./x", HELLO)));
        assertEquals(HELLO, Files.readString(target.resolve("x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/evil", "a/b/../../../evil", "..", "../target-not/evil"})
    void refusesAnEntryThatLeavesItsDirectory(String name) {
        var failure = assertThrows(UncheckedIOException.class, () -> unpack(archive(file(name, HELLO))));
        assertTrue(
                String.valueOf(failure.getMessage()).contains("archive entry leaves its directory: "),
                failure.getMessage());
        assertEquals(List.of("target"), names(temporary));
        assertEquals(List.of(), names(target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil/", "a/../../evil/"})
    void refusesADirectoryThatLeavesItsDirectory(String name) {
        assertThrows(UncheckedIOException.class, () -> unpack(archive(directory(name))));
        assertEquals(List.of("target"), names(temporary));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "a/.."})
    void refusesAFileInThePlaceOfItsDirectory(String name) {
        var failure = assertThrows(UncheckedIOException.class, () -> unpack(archive(file(name, HELLO))));
        assertTrue(String.valueOf(failure.getMessage()).contains("would replace its directory"), failure.getMessage());
        assertTrue(Files.isDirectory(target));
    }

    @Test
    void passesOverLinksAndDevices() throws IOException {
        unpack(archive(
                link("symbolic", TarConstants.LF_SYMLINK, "/etc/passwd"),
                link("hard", TarConstants.LF_LINK, "/etc/passwd"),
                special("character", TarConstants.LF_CHR),
                special("block", TarConstants.LF_BLK),
                special("pipe", TarConstants.LF_FIFO),
                file("file", HELLO)));
        assertEquals(List.of("file"), names(target));
    }

    @Test
    void writesNothingThroughALinkOfTheArchive() throws IOException {
        var outside = Files.createDirectory(temporary.resolve("outside"));
        unpack(archive(link("door", TarConstants.LF_SYMLINK, outside.toString()), file("door/evil", HELLO)));
        assertEquals(List.of(), names(outside));
        assertTrue(Files.isRegularFile(target.resolve("door/evil")));
    }

    @Test
    void stopsBeforeItUnpacksTooMuch() {
        var archive = archive(file("a", HELLO), file("b", HELLO), file("c", HELLO));
        var failure = assertThrows(UncheckedIOException.class, () -> TarReader.unpack(archive, target, 12));
        assertTrue(String.valueOf(failure.getMessage()).contains("more than 12 bytes"), failure.getMessage());
        assertEquals(List.of("a", "b"), names(target));
    }

    @Test
    void unpacksAsMuchAsTheLimit() {
        TarReader.unpack(archive(file("a", HELLO), file("b", HELLO)), target, 10);
        assertEquals(List.of("a", "b"), names(target));
    }

    @Test
    void refusesAFileInThePlaceOfAParent() {
        assertThrows(UncheckedIOException.class, () -> unpack(archive(file("a", HELLO), file("a/b", HELLO))));
    }

    @Test
    void findsTheFirstFile() {
        var archive = archive(
                directory("d/"),
                link("kubectl", TarConstants.LF_SYMLINK, "elsewhere"),
                file("d/x", HELLO),
                file("y", "z"));
        assertEquals(HELLO, new String(TarReader.firstFile(archive, 5).orElseThrow(), StandardCharsets.UTF_8));
    }

    @Test
    void aLinkIsNoFile() {
        assertEquals(Optional.empty(), TarReader.firstFile(archive(link("kubectl", TarConstants.LF_SYMLINK, "x")), 5));
        assertFalse(TarReader.copyFirstFile(
                archive(link("kubectl", TarConstants.LF_LINK, "x")), new ByteArrayOutputStream()));
    }

    @Test
    void refusesAFirstFileAboveItsLimit() {
        var failure = assertThrows(UncheckedIOException.class, () -> TarReader.firstFile(archive(file("x", HELLO)), 4));
        assertTrue(String.valueOf(failure.getMessage()).contains("x is larger than 4 bytes"), failure.getMessage());
    }

    @Test
    void copiesTheFirstFile() {
        var copy = new ByteArrayOutputStream();
        assertTrue(TarReader.copyFirstFile(archive(directory("d/"), file("d/x", HELLO), file("y", HELLO)), copy));
        assertEquals(HELLO, copy.toString(StandardCharsets.UTF_8));
    }

    @Test
    void refusesATruncatedArchive() throws IOException {
        var whole = archive(file("x", "x".repeat(4000))).readAllBytes();
        var truncated = Arrays.copyOf(whole, 2000);
        assertThrows(UncheckedIOException.class, () -> TarReader.firstFile(new ByteArrayInputStream(truncated), 5000));
        assertThrows(UncheckedIOException.class, () -> unpack(new ByteArrayInputStream(truncated)));
        assertThrows(
                UncheckedIOException.class,
                () -> TarReader.copyFirstFile(new ByteArrayInputStream(truncated), new ByteArrayOutputStream()));
    }

    @Test
    void refusesWhatIsNoArchive() {
        var noise = new byte[1024];
        Arrays.fill(noise, (byte) 'x');
        assertThrows(UncheckedIOException.class, () -> unpack(new ByteArrayInputStream(noise)));
    }

    @Test
    void anEmptyArchiveHoldsNothing() {
        assertEquals(Optional.empty(), TarReader.firstFile(archive(), 5));
        unpack(archive());
        assertEquals(List.of(), names(target));
    }

    private void unpack(InputStream archive) {
        TarReader.unpack(archive, target);
    }

    private static List<String> names(Path directory) {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Entry(TarArchiveEntry header, String content) {}

    private static Entry file(String name, String content) {
        var header = new TarArchiveEntry(name, true);
        header.setSize(content.length());
        return new Entry(header, content);
    }

    private static Entry directory(String name) {
        return new Entry(new TarArchiveEntry(name, true), "");
    }

    private static Entry special(String name, byte flag) {
        return new Entry(new TarArchiveEntry(name, flag, true), "");
    }

    private static Entry link(String name, byte flag, String to) {
        var entry = special(name, flag);
        entry.header().setLinkName(to);
        return entry;
    }

    private static InputStream archive(Entry... entries) {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            for (var entry : entries) {
                tar.putArchiveEntry(entry.header());
                tar.write(entry.content().getBytes(StandardCharsets.UTF_8));
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
