package dev.minik.image.base;

import dev.minik.apt.AptSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The package sources of this machine. A base system is fetched from where
 * the machine itself fetches its packages: in a company or a CI that may be the only place that answers.
 */
public final class AptSources {
    /** Debian's releases since the first whose archive layout is the present one; their names are how a Debian source is told. */
    private static final List<String> DEBIAN_SUITES =
            List.of("bullseye", "bookworm", "trixie", "forky", "stable", "testing", "unstable", "sid");

    private final Path etcApt;

    /** Reads the sources below {@code etcApt}, usually {@code /etc/apt}. */
    public AptSources(Path etcApt) {
        this.etcApt = etcApt;
    }

    /** Returns the machine's Debian archive, if it has one; an entry of the wanted suite is preferred. */
    public Optional<DebianMirror> debian(String suite) {
        var debian = AptSource.all(etcApt).stream().filter(AptSources::isDebian).toList();
        return debian.stream()
                .filter(source -> source.suites().contains(suite))
                .findFirst()
                .or(() -> debian.stream().findFirst())
                .map(source -> new DebianMirror(
                        source.uri(), Optional.of(source.signedBy()).filter(key -> key.startsWith("/"))));
    }

    /** Others publish under Debian's suite names as well, but not with its components or its security archive's suites. */
    private static boolean isDebian(AptSource source) {
        return source.components().contains("main")
                && source.uri().matches("(https?|file|mirror\\+https?):.*/debian/?")
                && source.suites().stream().anyMatch(DEBIAN_SUITES::contains);
    }
}
