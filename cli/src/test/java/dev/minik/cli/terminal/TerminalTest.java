package dev.minik.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
    @TempDir
    private Path directory;

    @Test
    void theLaunchersWordCounts() throws IOException {
        Files.createSymbolicLink(directory.resolve("0"), Path.of("/dev/pts/1"));

        assertEquals(new Terminals(false, false, true), Terminals.detect("2", directory));
        assertEquals(new Terminals(true, true, true), Terminals.detect("012", directory));
        assertEquals(Terminals.NONE, Terminals.detect("", directory));
    }

    @Test
    void openFilesTellTheRest() throws IOException {
        Files.createSymbolicLink(directory.resolve("0"), Path.of("/dev/null"));
        Files.createSymbolicLink(directory.resolve("1"), Path.of("pipe:[4711]"));
        Files.createSymbolicLink(directory.resolve("2"), Path.of("/dev/pts/1"));
        assertEquals(new Terminals(false, false, true), Terminals.detect(null, directory));

        Files.delete(directory.resolve("0"));
        assertEquals(new Terminals(false, false, true), Terminals.detect(null, directory));
        assertEquals(Terminals.NONE, Terminals.detect(null, directory.resolve("none")));
    }

    @Test
    void resultsAreUtf8AndTheFirstFailureIsKept() {
        var out = new ByteArrayOutputStream();
        var console = new Console(
                InputStream.nullInputStream(),
                out,
                OutputStream.nullOutputStream(),
                StandardCharsets.US_ASCII,
                Terminals.NONE);
        console.out().print("ü");
        assertEquals(Optional.empty(), console.flush());
        assertEquals("ü", out.toString(StandardCharsets.UTF_8));
        assertFalse(console.unicode());

        var failing = new OutputStream() {
            private int failures;

            @Override
            public void write(int b) throws IOException {
                throw new IOException("failure " + ++failures);
            }
        };
        var broken = new Console(
                InputStream.nullInputStream(),
                failing,
                OutputStream.nullOutputStream(),
                StandardCharsets.UTF_8,
                Terminals.NONE);
        broken.out().print("one");
        broken.out().print("two");
        assertEquals("failure 1", broken.flush().orElseThrow().getMessage());
    }

    @Test
    void knowsWhereCachesAre() {
        var home = Path.of("/home/me");
        assertEquals(Path.of("/home/me/.cache/minik"), new Host(Map.of(), home, home).cache());
        assertEquals(Path.of("/c/minik"), new Host(Map.of("XDG_CACHE_HOME", "/c"), home, home).cache());
        assertEquals(Path.of("/home/me/.cache/minik"), new Host(Map.of("XDG_CACHE_HOME", "c"), home, home).cache());
        assertEquals(Path.of("/home/me/.cache/minik"), new Host(Map.of("XDG_CACHE_HOME", ""), home, home).cache());
    }

    @Test
    void findsPrograms() throws IOException {
        var program = Files.createFile(directory.resolve("tool"));
        var host = new Host(Map.of("PATH", "/nonexistent::" + directory), directory, directory);
        assertFalse(host.hasProgram("tool"));
        assertTrue(program.toFile().setExecutable(true));
        assertTrue(host.hasProgram("tool"));
        assertFalse(new Host(Map.of(), directory, directory).hasProgram("tool"));
    }
}
