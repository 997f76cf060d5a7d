package dev.minik.engine.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Cuts a terminal's output into lines and takes its escape sequences out. */
final class LineSplitter {
    /** Control sequences (CSI), operating system commands (OSC), and the two-character escapes. */
    private static final Pattern ESCAPES =
            Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(\u0007|\u001b\\\\)?|\u001b[@-_0-9=>]");

    private static final int LONGEST_LINE = 64 * 1024;

    private final Consumer<String> line;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    LineSplitter(Consumer<String> line) {
        this.line = line;
    }

    void take(byte[] bytes) {
        for (byte next : bytes) {
            if (next == '\n' || pending.size() >= LONGEST_LINE) {
                var text = pending.toString(StandardCharsets.UTF_8);
                pending.reset();
                line.accept(ESCAPES.matcher(text).replaceAll("").replace("\r", ""));
            }
            if (next != '\n') {
                pending.write(next);
            }
        }
    }
}
