package dev.minik.image.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The package sources of this machine, in both of the formats that
 * <a href="https://manpages.debian.org/stable/apt/sources.list.5.en.html">sources.list(5)</a> describes. A base system is fetched from where
 * the machine itself fetches its packages: in a company or a CI that may be the only place that answers.
 */
public final class AptSources {
    private static final Pattern ONE_LINE = Pattern.compile(
            "deb\\s+(?:\\[(?<options>[^\\]]*)\\]\\s+)?(?<uri>\\S+)\\s+(?<suite>\\S+)\\s+(?<components>.+)");
    private static final Pattern SIGNED_BY = Pattern.compile("(?:^|\\s)signed-by=(\\S+)", Pattern.CASE_INSENSITIVE);
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
        var sources = new ArrayList<Source>();
        for (var file : files()) {
            var text = read(file);
            sources.addAll(file.toString().endsWith(".sources") ? deb822(text) : oneLine(text));
        }
        var debian = sources.stream().filter(Source::isDebian).toList();
        return debian.stream()
                .filter(source -> source.suites().contains(suite))
                .findFirst()
                .or(() -> debian.stream().findFirst())
                .map(source -> new DebianMirror(source.uri(), source.signedBy().filter(file -> file.startsWith("/"))));
    }

    private List<Path> files() {
        var parts = etcApt.resolve("sources.list.d");
        try (Stream<Path> more = Files.isDirectory(parts) ? Files.list(parts) : Stream.empty()) {
            return Stream.concat(Stream.of(etcApt.resolve("sources.list")), more.sorted())
                    .filter(file ->
                            file.toString().endsWith(".list") || file.toString().endsWith(".sources"))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Source> oneLine(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .map(ONE_LINE::matcher)
                .filter(line -> line.matches())
                .map(line -> {
                    var signed = SIGNED_BY.matcher(line.group("options") == null ? "" : line.group("options"));
                    return new Source(
                            line.group("uri"),
                            List.of(line.group("suite")),
                            words(line.group("components")),
                            signed.find() ? Optional.of(signed.group(1)) : Optional.empty());
                })
                .toList();
    }

    static List<Source> deb822(String text) {
        var sources = new ArrayList<Source>();
        for (var stanza : text.split("\\n\\s*\\n", -1)) {
            var fields = fields(stanza);
            var uris = words(fields.getOrDefault("uris", ""));
            if (words(fields.getOrDefault("types", "")).contains("deb")
                    && !uris.isEmpty()
                    && !"no".equals(fields.get("enabled"))) {
                sources.add(new Source(
                        uris.get(0),
                        words(fields.getOrDefault("suites", "")),
                        words(fields.getOrDefault("components", "")),
                        Optional.ofNullable(fields.get("signed-by"))));
            }
        }
        return sources;
    }

    private static Map<String, String> fields(String stanza) {
        var fields = new HashMap<String, String>();
        var last = "";
        for (var line : stanza.lines().toList()) {
            if (line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.merge(last, line.strip(), (before, more) -> before + " " + more);
            } else if (line.contains(":")) {
                last = line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT);
                fields.put(last, line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return fields;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** One source of binary packages. */
    record Source(String uri, List<String> suites, List<String> components, Optional<String> signedBy) {
        boolean isDebian() {
            // Others publish under Debian's suite names as well, but not with its components or its security archive's
            // suites.
            return components.contains("main")
                    && uri.matches("(https?|file|mirror\\+https?):.*/debian/?")
                    && suites.stream().anyMatch(DEBIAN_SUITES::contains);
        }
    }
}
