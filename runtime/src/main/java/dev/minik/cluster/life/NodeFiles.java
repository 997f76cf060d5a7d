package dev.minik.cluster.life;

import dev.minik.archive.TarBuilder;
import dev.minik.archive.TarEntry;
import dev.minik.engine.ContainerFiles;
import dev.minik.engine.Engine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads and writes the small text files of a node, which may be stopped. What a node sends is not trusted: it only goes back there. */
final class NodeFiles {
    private static final int LIMIT = 256 * 1024;
    private static final int MOST = 1000;
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+");

    private final Engine engine;

    NodeFiles(Engine engine) {
        this.engine = engine;
    }

    /**
     * A file of a node.
     *
     * @param mode its permissions
     */
    record Text(int mode, String text) {}

    /** What a directory holds: files, and where its symbolic links point, by path. */
    record Content(Map<String, Text> files, Map<String, String> links) {}

    /** Returns a directory's files, and those below, by their whole paths; nothing where there is no such directory. */
    Content read(String container, String directory) {
        var files = new TreeMap<String, Text>();
        var links = new TreeMap<String, String>();
        new ContainerFiles(engine).visit(container, directory, (path, entry, content) -> {
            if (!PLAIN.matcher(path).matches() || files.size() + links.size() >= MOST) {
                return;
            }
            if (entry.kind() == TarEntry.Kind.FILE && entry.size() <= LIMIT) {
                files.put(path, new Text(entry.mode(), new String(content.readAllBytes(), StandardCharsets.UTF_8)));
            } else if (entry.kind() == TarEntry.Kind.SYMBOLIC_LINK) {
                links.put(path, entry.linkTarget());
            }
        });
        return new Content(files, links);
    }

    /** Writes files below a directory, by their whole paths. */
    void write(String container, String directory, Map<String, Text> files) {
        var archive = new TarBuilder();
        files.forEach((path, file) -> archive.file(path.substring(directory.length()), file.mode(), file.text()));
        engine.copyInto(container, directory, new ByteArrayInputStream(archive.build()));
    }
}
