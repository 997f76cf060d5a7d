package dev.minik.image.files;

import dev.minik.archive.TarWriter;
import dev.minik.digest.Sha256;
import dev.minik.image.cache.EntryKey;
import dev.minik.image.cache.Inputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Our own files in a node image, with everything filled in.
 *
 * @param entries the entries, in the order of {@code rootfs.list}
 */
public record RootFiles(List<Entry> entries) {
    private static final int RECIPE = 1;
    private static final String LIST = "rootfs.list";

    /** Copies the list. */
    public RootFiles {
        entries = List.copyOf(entries);
    }

    /** Something to put into the image, by its absolute path. */
    public sealed interface Entry {
        /** A directory. */
        record Directory(String path, int mode) implements Entry {}

        /** A file. */
        record File(String path, int mode, String content) implements Entry {}

        /** A symbolic link. */
        record Link(String path, String target) implements Entry {}
    }

    /** Reads the files, with placeholders replaced by {@code values}. */
    public static RootFiles read(Resources resources, Map<String, String> values) {
        return new RootFiles(resources.list(LIST).stream()
                .map(line -> entry(line, resources, values))
                .toList());
    }

    private static Entry entry(String line, Resources resources, Map<String, String> values) {
        var words = line.split("\\s+", -1);
        if (words.length != 3) {
            throw new IllegalStateException("%s: not 'KIND MODE PATH' or 'link PATH TARGET': %s".formatted(LIST, line));
        }
        return switch (words[0]) {
            case "dir" -> new Entry.Directory(words[2], mode(words[1]));
            case "file" -> new Entry.File(words[2], mode(words[1]), resources.text("rootfs" + words[2]));
            case "template" ->
                new Entry.File(
                        words[2], mode(words[1]), Template.fill(words[2], resources.text("rootfs" + words[2]), values));
            case "link" -> new Entry.Link(words[1], words[2]);
            default -> throw new IllegalStateException("%s: unknown kind: %s".formatted(LIST, line));
        };
    }

    private static int mode(String octal) {
        return Integer.parseInt(octal, 8);
    }

    /** Returns the key of the layer with these files. */
    public EntryKey key() {
        var inputs = Inputs.ofRecipe(RECIPE);
        for (var entry : entries) {
            inputs = entry instanceof Entry.File file
                    ? inputs.with(file.path(), "%o %s".formatted(file.mode(), Sha256.of(file.content())))
                    : inputs.with(entry.toString(), "");
        }
        return inputs.key("files");
    }

    /** Adds all entries to a layer. */
    public void writeTo(TarWriter layer) throws IOException {
        for (var entry : entries) {
            if (entry instanceof Entry.Directory directory) {
                layer.directory(directory.path(), directory.mode());
            } else if (entry instanceof Entry.File file) {
                layer.file(file.path(), file.mode(), file.content().getBytes(StandardCharsets.UTF_8));
            } else if (entry instanceof Entry.Link link) {
                layer.link(link.path(), link.target());
            }
        }
    }
}
