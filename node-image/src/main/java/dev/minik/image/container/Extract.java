package dev.minik.image.container;

import dev.minik.archive.TarEntry;
import dev.minik.archive.TarReader;
import dev.minik.archive.TarWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A part of a file system archive that works on its own: some files, the links on the way to them, and all shared libraries that they
 * need. So the tools that kube-proxy and flannel call come from the node's base system, in a layer that both share.
 */
public final class Extract {
    /** Where the base system keeps what only container images take from it; there it lies as it would below {@code /}. */
    private static final String ASIDE = "usr/local/lib/minik/aside/";

    private static final int LINK_DEPTH = 40;
    private static final List<String> LIBRARY_DIRECTORIES =
            List.of("usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu", "usr/lib", "usr/lib64");

    private final Map<String, TarEntry> entries;
    private final Map<String, Elf> programs;
    private final Path archive;

    private Extract(Path archive, Map<String, TarEntry> entries, Map<String, Elf> programs) {
        this.archive = archive;
        this.entries = entries;
        this.programs = programs;
    }

    /** Reads what is in an archive. */
    public static Extract of(Path archive) throws IOException {
        var entries = new HashMap<String, TarEntry>();
        var programs = new HashMap<String, Elf>();
        try (var in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
            TarReader.read(in, (entry, content) -> {
                entries.put(place(entry), entry);
                if (entry.kind() == TarEntry.Kind.FILE && isProgram(entry)) {
                    Elf.read(content.readAllBytes()).ifPresent(elf -> programs.put(place(entry), elf));
                }
            });
        }
        return new Extract(archive, entries, programs);
    }

    /**
     * Adds the wanted files, and what they need, to a layer.
     *
     * @param wanted absolute paths of files, or of directories with everything below them
     */
    public void copy(Collection<String> wanted, TarWriter layer) throws IOException {
        var chosen = closure(wanted);
        try (var in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16)) {
            layer.copy(
                    in,
                    entry -> Optional.of(place(entry)).filter(chosen::contains).map(place -> "/" + place));
        }
    }

    Set<String> closure(Collection<String> wanted) {
        var chosen = new TreeSet<String>();
        var open = new ArrayDeque<String>();
        wanted.forEach(path -> open.add(path.substring(1)));
        while (!open.isEmpty()) {
            var path = resolve(open.remove(), chosen, 0)
                    .orElseThrow(() -> new IllegalArgumentException("not in the base system: " + wanted));
            if (!chosen.add(path)) {
                continue;
            }
            var entry = entries.get(path);
            if (entry != null && entry.kind() == TarEntry.Kind.HARD_LINK) {
                open.add(entry.linkTarget());
            }
            if (entry != null && entry.kind() == TarEntry.Kind.DIRECTORY) {
                entries.keySet().stream()
                        .filter(name -> name.startsWith(path + "/"))
                        .forEach(open::add);
            }
            var elf = programs.get(path);
            if (elf != null) {
                elf.interpreter().ifPresent(loader -> open.add(loader.substring(1)));
                elf.needed().forEach(library -> open.add(library(library, path)));
            }
        }
        return chosen;
    }

    private String library(String name, String neededBy) {
        return LIBRARY_DIRECTORIES.stream()
                .map(directory -> directory + "/" + name)
                .filter(entries::containsKey)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("%s needs %s, which is nowhere".formatted(neededBy, name)));
    }

    /** Follows links in every part of a path, adding each to {@code links}; returns where the path leads. */
    private Optional<String> resolve(String path, Set<String> links, int depth) {
        if (depth > LINK_DEPTH) {
            throw new IllegalStateException("links go round in circles: " + path);
        }
        var parts = path.split("/", -1);
        var at = "";
        for (int i = 0; i < parts.length; i++) {
            var next = at.isEmpty() ? parts[i] : at + "/" + parts[i];
            var entry = entries.get(next);
            if (entry == null) {
                return Optional.empty();
            }
            if (entry.kind() == TarEntry.Kind.SYMBOLIC_LINK) {
                links.add(next);
                var rest = String.join("/", List.of(parts).subList(i + 1, parts.length));
                var target = normal(at, entry.linkTarget());
                return resolve(rest.isEmpty() ? target : target + "/" + rest, links, depth + 1);
            }
            at = next;
        }
        return Optional.of(at);
    }

    private static String normal(String directory, String target) {
        var path = target.startsWith("/")
                ? Path.of(target)
                : Path.of("/" + directory).resolve(target);
        return path.normalize().toString().substring(1);
    }

    private static String place(TarEntry entry) {
        return entry.name().startsWith(ASIDE) ? entry.name().substring(ASIDE.length()) : entry.name();
    }

    private static boolean isProgram(TarEntry entry) {
        return (entry.mode() & 0111) != 0 || entry.name().contains(".so");
    }
}
