package dev.minik.apt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AptSourceTest {
    @Test
    void fieldsAreRead() {
        var text = """
                Types: deb deb-src
                # where it comes from
                URIs: http://mirror.example/debian http://other.example/debian
                Suites: bookworm bookworm-updates
                Components: main contrib
                Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

                Types: deb-src
                URIs: http://mirror.example/debian
                Suites: bookworm

                Enabled: no
                Types: deb
                URIs: http://mirror.example/debian
                Suites: sid
                """;
        assertEquals(
                List.of(new AptSource(
                        "http://mirror.example/debian",
                        List.of("bookworm", "bookworm-updates"),
                        List.of("main", "contrib"),
                        "/usr/share/keyrings/debian-archive-keyring.gpg")),
                AptSource.parseFields(text));
    }

    @Test
    void aKeyInTheFileIsKept() {
        var text = """
                Types: deb
                URIs: http://mirror.example/debian
                Suites: trixie
                Components: main
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 xsFN
                 -----END PGP PUBLIC KEY BLOCK-----
                """;
        var source = AptSource.parseFields(text).get(0);
        assertEquals(source, AptSource.parseFields(source.text()).get(0));
        assertEquals(5, source.signedBy().lines().count());
    }

    @Test
    void linesAreRead() {
        var text = """
                # deb http://mirror.example/ubuntu old main
                deb http://mirror.example/ubuntu jammy main universe # all of it
                deb [arch=amd64 signed-by=/k.gpg] https://mirror.example/ubuntu jammy-updates main
                deb-src http://mirror.example/ubuntu jammy main
                """;
        assertEquals(
                List.of(
                        new AptSource(
                                "http://mirror.example/ubuntu", List.of("jammy"), List.of("main", "universe"), ""),
                        new AptSource(
                                "https://mirror.example/ubuntu", List.of("jammy-updates"), List.of("main"), "/k.gpg")),
                AptSource.parseLines(text));
    }
}
