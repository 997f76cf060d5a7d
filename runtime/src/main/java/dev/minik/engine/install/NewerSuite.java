package dev.minik.engine.install;

import dev.minik.apt.AptSource;
import dev.minik.error.ExitCode;
import dev.minik.error.MinikException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The next release of Debian as a second source of packages, for the few that the running release has too old. It comes from the
 * same archive as the running release, and with a priority so low that nothing is taken from it unless asked for by name (<a
 * href="https://manpages.debian.org/trixie/apt/apt_preferences.5.en.html">apt_preferences(5)</a>).
 */
final class NewerSuite {
    /** Which release to take packages from; releases further apart differ too much in their C library. */
    private static final Map<String, String> NEXT = Map.of("bookworm", "trixie");

    private static final String SOURCE = "etc/apt/sources.list.d/minik-engine.sources";
    private static final String PREFERENCE = "etc/apt/preferences.d/minik-engine";

    private final HostSystem host;

    NewerSuite(HostSystem host) {
        this.host = host;
    }

    /** Returns the name of the release after the running one; nothing where there is none that fits. */
    Optional<String> name() {
        return host.release("ID").equals("debian")
                ? Optional.ofNullable(NEXT.get(host.release("VERSION_CODENAME")))
                : Optional.empty();
    }

    /** Returns whether apt has that release as a source already. */
    boolean present() {
        return name().map(suite -> AptSource.all(host.file("etc/apt")).stream()
                        .anyMatch(one -> one.suites().contains(suite)))
                .orElse(false);
    }

    /** Returns what {@link #add} would do, in lines for people. */
    List<String> lines() {
        return present()
                ? List.of()
                : List.of(
                        "add Debian %s as a source of packages (/%s)".formatted(name().orElse(""), SOURCE),
                        "keep apt from taking anything else from it (/%s)".formatted(PREFERENCE));
    }

    /** Adds the source, unless apt has it already. */
    void add() {
        if (present()) {
            return;
        }
        var suite = name().orElseThrow();
        var running = host.release("VERSION_CODENAME");
        var source = AptSource.all(host.file("etc/apt")).stream()
                .filter(one -> one.suites().contains(running))
                .findFirst()
                .orElseThrow(() -> MinikException.of(
                        ExitCode.ENGINE_UNAVAILABLE,
                        "apt has no source for Debian %s to take the address of %s from".formatted(running, suite),
                        "Add a source for Debian %s, or install Docker 23 or newer by hand".formatted(running)));
        write(PREFERENCE, "Package: *\nPin: release n=%s\nPin-Priority: 100\n".formatted(suite));
        write(SOURCE, source.of(suite).text());
    }

    /** Takes back what {@link #add} did. */
    void remove() {
        try {
            Files.deleteIfExists(host.file(SOURCE));
            Files.deleteIfExists(host.file(PREFERENCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String path, String text) {
        var file = host.file(path);
        try {
            var directory = file.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
