package dev.minik.cli.docs;

import dev.minik.docs.GeneratedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of the documentation, as far as it shows commands and files. A block that no test can run has a comment above it that says why:
 * {@code <!-- not run: it asks -->}.
 */
public record MarkdownPage(Path file) {
    private static final Pattern NOT_RUN = Pattern.compile("<!-- not run: (.+) -->");

    /**
     * A block of shell commands.
     *
     * @param line the line of the page on which it begins
     * @param commands its lines
     * @param notRun why no test runs it; empty where tests do
     */
    public record Block(int line, List<String> commands, Optional<String> notRun) {}

    /** Returns a page of this project, wherever in it the tests run. */
    public static MarkdownPage of(String name) {
        return new MarkdownPage(root().resolve(name));
    }

    /** Returns the project's directory. */
    public static Path root() {
        return GeneratedFile.root();
    }

    /** Returns the page's blocks of shell commands, in their order. */
    public List<Block> blocks() {
        return blocks("sh");
    }

    /** Returns the page's texts in another language, such as {@code yaml}. */
    public List<String> texts(String language) {
        return blocks(language).stream()
                .map(block -> String.join("\n", block.commands()) + "\n")
                .toList();
    }

    private List<Block> blocks(String language) {
        var blocks = new ArrayList<Block>();
        Optional<String> notRun = Optional.empty();
        @Nullable List<String> inside = null;
        var begin = 0;
        var number = 0;
        for (String line : lines()) {
            number++;
            if (inside != null) {
                if (line.startsWith("```")) {
                    blocks.add(new Block(begin, inside, notRun));
                    inside = null;
                    notRun = Optional.empty();
                } else {
                    inside.add(line);
                }
            } else if (line.equals("```" + language)) {
                inside = new ArrayList<>();
                begin = number + 1;
            } else {
                var comment = NOT_RUN.matcher(line);
                notRun = comment.matches() ? Optional.of(comment.group(1)) : line.isBlank() ? notRun : Optional.empty();
            }
        }
        return blocks;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
