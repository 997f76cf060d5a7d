package dev.minik.image.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourcesTest {
    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

    @TempDir
    Path apt;

    private void write(String name, String text) throws IOException {
        var file = apt.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Optional<DebianMirror> debian() {
        return new AptSources(apt).debian("trixie");
    }

    @Test
    void readsDeb822() throws IOException {
        write("sources.list.d/debian.sources", """
                Types: deb
                # a comment
                URIs: http://mirror.example/debian
                Suites: bookworm bookworm-updates
                Components: main
                Signed-By: %s

                Types: deb
                URIs: http://mirror.example/debian-security
                Suites: bookworm-security
                Components: main
                """.formatted(KEYRING));
        assertEquals(Optional.of(new DebianMirror("http://mirror.example/debian", Optional.of(KEYRING))), debian());
    }

    @Test
    void readsOneLineSources() throws IOException {
        write("sources.list", """
                # deb http://commented.example/debian bookworm main
                deb-src http://sources.example/debian bookworm main
                deb [arch=amd64 signed-by=%s] http://mirror.example/debian/ bookworm main contrib # ours
                """.formatted(KEYRING));
        assertEquals(Optional.of(new DebianMirror("http://mirror.example/debian/", Optional.of(KEYRING))), debian());
    }

    @Test
    void prefersASourceOfTheWantedSuite() throws IOException {
        write("sources.list", "deb http://old.example/debian bookworm main\n");
        write("sources.list.d/new.list", "deb http://new.example/debian trixie main\n");
        assertEquals(Optional.of(new DebianMirror("http://new.example/debian", Optional.empty())), debian());
    }

    @Test
    void leavesOthersOut() throws IOException {
        write("sources.list.d/a.list", "deb https://archive.example/ubuntu noble main universe\n");
        write("sources.list.d/b.list", "deb https://packages.example/apt stable main\n");
        write(
                "sources.list.d/c.sources",
                "Types: deb\nURIs: http://off.example/debian\nSuites: trixie\nComponents: main\nEnabled: no\n");
        write("sources.list.d/d.txt", "deb http://not.example/debian trixie main\n");
        assertEquals(Optional.empty(), debian());
    }

    @Test
    void anEmbeddedKeyIsNotAFile() throws IOException {
        write("sources.list.d/a.sources", """
                Types: deb
                URIs: http://mirror.example/debian
                Suites: trixie
                Components: main
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 abc
                """);
        assertEquals(Optional.of(new DebianMirror("http://mirror.example/debian", Optional.empty())), debian());
    }

    @Test
    void aMachineWithoutAptHasNone() {
        assertEquals(Optional.empty(), new AptSources(apt.resolve("nothing")).debian("trixie"));
    }
}
