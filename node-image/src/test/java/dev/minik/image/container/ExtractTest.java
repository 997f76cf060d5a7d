package dev.minik.image.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minik.archive.TarReader;
import dev.minik.archive.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractTest {
    private static final String ASIDE = "/usr/local/lib/minik/aside";
    private static final String LIBRARIES = "/usr/lib/x86_64-linux-gnu/";

    @TempDir
    Path directory;

    private Path archive;

    @BeforeEach
    void makeBase() throws IOException {
        archive = directory.resolve("base.tar");
        try (var tar = new TarWriter(Files.newOutputStream(archive))) {
            tar.link("/bin", "usr/bin");
            tar.link("/lib64", "usr/lib64");
            tar.link("/usr/lib64/ld.so", "../lib/x86_64-linux-gnu/ld.so");
            tar.file(LIBRARIES + "ld.so", 0755, ElfBuilder.of(""));
            tar.link(LIBRARIES + "libxt.so.1", "libxt.so.1.2");
            tar.file(LIBRARIES + "libxt.so.1.2", 0644, ElfBuilder.of("", "libc.so"));
            tar.file(LIBRARIES + "libc.so", 0755, ElfBuilder.of("", "ld.so"));
            tar.file(LIBRARIES + "libother.so", 0644, ElfBuilder.of(""));
            tar.file(LIBRARIES + "plugins/a.so", 0644, ElfBuilder.of("", "libxt.so.1"));
            tar.file(LIBRARIES + "plugins/b.txt", 0644, text("b"));
            tar.link("/usr/sbin/tool", "/etc/alternatives/tool");
            tar.link("/etc/alternatives/tool", "/usr/sbin/tool-multi");
            tar.file("/usr/sbin/tool-multi", 0755, ElfBuilder.of("/lib64/ld.so", "libxt.so.1"));
            tar.file("/usr/bin/busybox", 0755, text("static"));
            tar.file("/usr/bin/broken", 0755, ElfBuilder.of("", "libnowhere.so"));
            tar.link("/usr/bin/loop", "loop");
            tar.link(ASIDE + LIBRARIES + "libaside.so.1", "libaside.so.1.0");
            tar.file(ASIDE + LIBRARIES + "libaside.so.1.0", 0644, ElfBuilder.of("", "libc.so"));
            tar.file(ASIDE + "/usr/sbin/aside", 0755, ElfBuilder.of("/lib64/ld.so", "libaside.so.1", "libxt.so.1"));
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Set<String> closure(String... wanted) throws IOException {
        return Extract.of(archive).closure(List.of(wanted));
    }

    @Test
    void takesAProgramWithItsLinksLoaderAndLibraries() throws IOException {
        assertEquals(
                new TreeSet<>(Set.of(
                        "etc/alternatives/tool",
                        "lib64",
                        "usr/lib/x86_64-linux-gnu/ld.so",
                        "usr/lib/x86_64-linux-gnu/libc.so",
                        "usr/lib/x86_64-linux-gnu/libxt.so.1",
                        "usr/lib/x86_64-linux-gnu/libxt.so.1.2",
                        "usr/lib64/ld.so",
                        "usr/sbin/tool",
                        "usr/sbin/tool-multi")),
                closure("/usr/sbin/tool"));
    }

    @Test
    void takesADirectoryWithWhatItsFilesNeed() throws IOException {
        var chosen = closure(LIBRARIES + "plugins");
        assertTrue(chosen.containsAll(Set.of(
                "usr/lib/x86_64-linux-gnu/plugins/a.so",
                "usr/lib/x86_64-linux-gnu/plugins/b.txt",
                "usr/lib/x86_64-linux-gnu/libc.so")));
    }

    @Test
    void keepsTheLinkThatAPathGoesThrough() throws IOException {
        assertEquals(new TreeSet<>(Set.of("bin", "usr/bin/busybox")), closure("/bin/busybox"));
    }

    @Test
    void copiesWithModesAndContents() throws IOException {
        var seen = new ArrayList<String>();
        TarReader.read(new ByteArrayInputStream(copy("/bin/busybox")), (entry, content) -> {
            seen.add("%s %o %s%s"
                    .formatted(
                            entry.name(),
                            entry.mode(),
                            entry.linkTarget(),
                            new String(content.readAllBytes(), StandardCharsets.UTF_8)));
        });
        assertEquals(List.of("bin 777 usr/bin", "usr 755 ", "usr/bin 755 ", "usr/bin/busybox 755 static"), seen);
    }

    /** It finds its libraries there and in the base system, and lies in the layer as it was installed. */
    @Test
    void whatWasPutAsideIsTakenAsIfItWereInstalled() throws IOException {
        assertEquals(
                new TreeSet<>(Set.of(
                        "lib64",
                        "usr/lib/x86_64-linux-gnu/ld.so",
                        "usr/lib/x86_64-linux-gnu/libaside.so.1",
                        "usr/lib/x86_64-linux-gnu/libaside.so.1.0",
                        "usr/lib/x86_64-linux-gnu/libc.so",
                        "usr/lib/x86_64-linux-gnu/libxt.so.1",
                        "usr/lib/x86_64-linux-gnu/libxt.so.1.2",
                        "usr/lib64/ld.so",
                        "usr/sbin/aside")),
                closure("/usr/sbin/aside"));
        var seen = new TreeSet<String>();
        TarReader.read(new ByteArrayInputStream(copy("/usr/sbin/aside")), (entry, content) -> seen.add(entry.name()));
        assertTrue(seen.contains("usr/sbin/aside"), seen.toString());
        assertTrue(seen.contains("usr/lib/x86_64-linux-gnu/libaside.so.1"), seen.toString());
        assertTrue(seen.stream().noneMatch(name -> name.contains("minik")), seen.toString());
    }

    private byte[] copy(String wanted) throws IOException {
        var layer = new ByteArrayOutputStream();
        try (var tar = new TarWriter(layer)) {
            Extract.of(archive).copy(List.of(wanted), tar);
        }
        return layer.toByteArray();
    }

    @Test
    void whatIsMissingIsNamed() {
        var missing = assertThrows(IllegalArgumentException.class, () -> closure("/usr/bin/nothing"));
        assertTrue(String.valueOf(missing.getMessage()).contains("/usr/bin/nothing"));
        var broken = assertThrows(IllegalStateException.class, () -> closure("/usr/bin/broken"));
        assertTrue(String.valueOf(broken.getMessage()).contains("libnowhere.so"));
        assertThrows(IllegalStateException.class, () -> closure("/usr/bin/loop"));
    }
}
