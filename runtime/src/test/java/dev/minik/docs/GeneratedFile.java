package dev.minik.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of this project that is generated, as a whole or between markers. A test compares it with what is generated; the same test
 * writes it when the property {@value #WRITE} is set.
 */
public record GeneratedFile(Path file) {
    /** The property of the command that writes the files anew. */
    public static final String WRITE = "minik.docs.write";

    /** Returns a file of this project, wherever in it the tests run. */
    public static GeneratedFile of(String name) {
        return new GeneratedFile(root().resolve(name));
    }

    /** Returns the project's directory. */
    public static Path root() {
        var directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isExecutable(directory.resolve("minik"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("the tests do not run inside the project");
        }
        return directory;
    }

    /** Returns what the file holds now; empty when it is not there yet. */
    public String text() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a page with another text between {@code <!-- name -->} and {@code <!-- /name -->}.
     *
     * @throws IllegalStateException if the page lacks these markers
     */
    public static String between(String page, String name, String text) {
        var open = "<!-- %s -->\n".formatted(name);
        var close = "<!-- /%s -->".formatted(name);
        var begin = page.indexOf(open);
        var end = page.indexOf(close, Math.max(0, begin));
        if (begin < 0 || end < 0) {
            throw new IllegalStateException("the page lacks %s and %s".formatted(open.strip(), close));
        }
        return page.substring(0, begin + open.length()) + text + page.substring(end);
    }

    /**
     * Demands that the file holds a text, or writes it.
     *
     * @param module the module of the test
     * @param test the test that calls this
     */
    public void mustBe(String text, String module, Class<?> test) {
        if (Boolean.getBoolean(WRITE)) {
            try {
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertEquals(
                text,
                text(),
                () -> ("%s is not what is generated; write it anew with: mvn -q -Dminik.quick test -pl %s -am -Dtest=%s"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -D%s")
                        .formatted(file, module, test.getSimpleName(), WRITE));
    }
}
