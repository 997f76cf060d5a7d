package dev.minik.apt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place that apt gets binary packages from, of both forms that <a
 * href="https://manpages.debian.org/trixie/apt/sources.list.5.en.html">sources.list(5)</a> knows.
 *
 * @param uri the archive's address
 * @param suites its releases, such as {@code bookworm}
 * @param components its parts, such as {@code main}
 * @param signedBy the key that signs it, a path or a key block; empty for apt's own keys
 */
public record AptSource(String uri, List<String> suites, List<String> components, String signedBy) {
    private static final Pattern ONE_LINE =
            Pattern.compile("deb\\s+(?:\\[([^]]*)]\\s+)?(\\S+)\\s+(\\S+)\\s+([^#]+?)\\s*(?:#.*)?");

    /** Copies the lists. */
    public AptSource {
        suites = List.copyOf(suites);
        components = List.copyOf(components);
    }

    /**
     * Returns the sources of a machine, in the order in which apt reads them.
     *
     * @param etcApt usually {@code /etc/apt}; what is not there has no sources
     */
    public static List<AptSource> all(Path etcApt) {
        var parts = etcApt.resolve("sources.list.d");
        try (Stream<Path> more = Files.isDirectory(parts) ? Files.list(parts) : Stream.empty()) {
            return Stream.concat(Stream.of(etcApt.resolve("sources.list")), more.sorted())
                    .filter(Files::isRegularFile)
                    .flatMap(file -> parse(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<AptSource> parse(Path file) {
        var name = file.toString();
        try {
            if (name.endsWith(".sources")) {
                return parseFields(Files.readString(file));
            }
            return name.endsWith(".list") ? parseLines(Files.readString(file)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file of the form {@code deb [signed-by=…] uri suite component…}. */
    static List<AptSource> parseLines(String text) {
        var sources = new ArrayList<AptSource>();
        text.lines().map(String::strip).map(ONE_LINE::matcher).forEach(line -> {
            if (line.matches()) {
                var options = line.group(1) == null ? "" : line.group(1);
                var signedBy = words(options).stream()
                        .filter(option -> option.toLowerCase(Locale.ROOT).startsWith("signed-by="))
                        .map(option -> option.substring("signed-by=".length()))
                        .findFirst()
                        .orElse("");
                sources.add(new AptSource(line.group(2), List.of(line.group(3)), words(line.group(4)), signedBy));
            }
        });
        return sources;
    }

    /** Reads a file of the form of Debian's control files: paragraphs of fields. */
    static List<AptSource> parseFields(String text) {
        var sources = new ArrayList<AptSource>();
        for (var paragraph : text.split("\\R[ \\t]*\\R", -1)) {
            var fields = fields(paragraph);
            var uris = words(fields.getOrDefault("uris", ""));
            boolean used = words(fields.getOrDefault("types", "")).contains("deb")
                    && !fields.getOrDefault("enabled", "yes").strip().equalsIgnoreCase("no");
            if (used && !uris.isEmpty()) {
                sources.add(new AptSource(
                        uris.get(0),
                        words(fields.getOrDefault("suites", "")),
                        words(fields.getOrDefault("components", "")),
                        fields.getOrDefault("signed-by", "")));
            }
        }
        return sources;
    }

    private static Map<String, String> fields(String paragraph) {
        var fields = new LinkedHashMap<String, String>();
        var name = "";
        for (var line : paragraph.lines().toList()) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                fields.merge(name, "\n" + line, String::concat);
            } else {
                int colon = line.indexOf(':');
                name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
                fields.put(name, line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Returns the same archive's {@code suite}. */
    public AptSource of(String suite) {
        return new AptSource(uri, List.of(suite), components, signedBy);
    }

    /** Returns it as a paragraph of fields. */
    public String text() {
        var text = new StringBuilder();
        text.append("Types: deb\n");
        text.append("URIs: ").append(uri).append('\n');
        text.append("Suites: ").append(String.join(" ", suites)).append('\n');
        text.append("Components: ").append(String.join(" ", components)).append('\n');
        if (!signedBy.isEmpty()) {
            text.append("Signed-By: ").append(signedBy).append('\n');
        }
        return text.toString();
    }
}
