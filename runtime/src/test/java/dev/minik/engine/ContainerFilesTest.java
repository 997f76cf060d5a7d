package dev.minik.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarBuilder;
import dev.minik.archive.TarEntry;
import dev.minik.engine.EngineException.Kind;
import dev.minik.engine.fake.FakeEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContainerFilesTest {
    private static final String IMAGE = "localhost/minik-node:v1";

    private final FakeEngine engine = new FakeEngine().withImage(IMAGE);
    private final ContainerFiles files = new ContainerFiles(engine);

    @BeforeEach
    void fill() {
        engine.createContainer(ContainerSpec.of("one", IMAGE).build());
        var tar = new TarBuilder()
                .file("/etc/demo/a", 0644, "ä")
                .file("/etc/demo/below/b", 0600, "b")
                .build();
        engine.copyInto("one", "/", new ByteArrayInputStream(tar));
    }

    @Test
    void aFileIsReadAsText() {
        assertEquals(Optional.of("ä"), files.text("one", "/etc/demo/a", 2));
    }

    @Test
    void aFileThatIsNotThereIsNoFailure() {
        assertEquals(Optional.empty(), files.text("one", "/etc/demo/c", 2));
        assertEquals(Optional.empty(), files.text("two", "/etc/demo/a", 2));
    }

    @Test
    void aLargeFileIsRefused() {
        assertThrows(UncheckedIOException.class, () -> files.text("one", "/etc/demo/a", 1));
    }

    @Test
    void aDirectoryIsToldByWholePaths() {
        var found = new TreeMap<String, String>();
        assertTrue(files.visit("one", "/etc/demo", (path, entry, content) -> {
            if (entry.kind() == TarEntry.Kind.FILE) {
                found.put(path, new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
        }));
        assertEquals(Map.of("/etc/demo/a", "ä", "/etc/demo/below/b", "b"), found);
    }

    @Test
    void aDirectoryThatIsNotThereHasNothing() {
        assertFalse(files.visit("one", "/etc/none", (path, entry, content) -> {
            throw new AssertionError(path);
        }));
    }

    @Test
    void whoeverLooksMayEndTheReading() {
        assertThrows(
                UncheckedIOException.class,
                () -> files.visit("one", "/etc/demo", (path, entry, content) -> {
                    throw new IOException("enough");
                }));
    }

    @Test
    void otherFailuresAreNotHidden() {
        engine.failOn("copyFrom", new EngineException(Kind.OTHER, "broken", null));
        assertThrows(EngineException.class, () -> files.text("one", "/etc/demo/a", 2));
    }
}
