package dev.minik.engine.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Cuts what a terminal or pipe sends into lines of plain text: no line ends, colours, titles or other control sequences
 * (<a href="https://ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48</a>). Not for several
 * threads.
 */
final class LineSplitter {
    private static final Pattern CONTROL = Pattern.compile("\u001B(?:"
            + "\\[[0-?]*[ -/]*[@-~]" // colours, cursor moves
            + "|[\\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?" // titles, systemd's context marks
            + "|[ -/]*[0-~])" // character sets and the like
            + "|[\\x00-\\x08\\x0B-\\x1F\\x7F]");
    private static final int MAX_LINE = 64 * 1024;

    private final Consumer<String> line;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    LineSplitter(Consumer<String> line) {
        this.line = line;
    }

    /** Takes some bytes and tells the lines that they complete. */
    void accept(byte[] bytes) {
        for (byte one : bytes) {
            if (one == '\n') {
                tell();
            } else {
                pending.write(one);
                if (pending.size() >= MAX_LINE) {
                    tell();
                }
            }
        }
    }

    /** Tells what is left of a last line without end. */
    void end() {
        if (pending.size() > 0) {
            tell();
        }
    }

    private void tell() {
        var text = plain(pending.toString(StandardCharsets.UTF_8));
        pending.reset();
        line.accept(text);
    }

    /** Returns {@code text} without control sequences. */
    static String plain(String text) {
        return CONTROL.matcher(text).replaceAll("");
    }
}
