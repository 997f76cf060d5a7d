package dev.minik.cli.progress;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** A terminal that obeys the escape sequences the live view uses, and shows what would be on its screen. Refuses any other. */
@NullMarked
final class VirtualTerminal {
    private static final Pattern TOKEN = Pattern.compile("\u001b\\[([?0-9;]*)([A-Za-z])|.", Pattern.DOTALL);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private boolean wraps = true;

    PrintStream stream() {
        return stream;
    }

    boolean wraps() {
        screen();
        return wraps;
    }

    /** Returns the lines on the screen, the empty one that the cursor is on left out. */
    List<String> screen() {
        var lines = new ArrayList<StringBuilder>();
        lines.add(new StringBuilder());
        int row = 0;
        int column = 0;
        wraps = true;
        var tokens = TOKEN.matcher(bytes.toString(StandardCharsets.UTF_8));
        while (tokens.find()) {
            if (tokens.group(2) == null) {
                var text = tokens.group();
                if (text.equals("\n")) {
                    row++;
                    column = 0;
                    if (row == lines.size()) {
                        lines.add(new StringBuilder());
                    }
                } else if (text.equals("\r")) {
                    column = 0;
                } else {
                    var line = lines.get(row);
                    if (column < line.length()) {
                        line.replace(column, column + 1, text);
                    } else {
                        line.append(text);
                    }
                    column++;
                }
                continue;
            }
            switch (tokens.group(2) + tokens.group(1)) {
                case "K" -> lines.get(row).setLength(column);
                case "J" -> {
                    lines.get(row).setLength(column);
                    while (lines.size() > row + 1) {
                        lines.remove(lines.size() - 1);
                    }
                }
                case "l?7" -> wraps = false;
                case "h?7" -> wraps = true;
                default -> {
                    if (!tokens.group(2).equals("A")) {
                        throw new AssertionError("unknown sequence " + tokens.group());
                    }
                    row -= Integer.parseInt(tokens.group(1));
                    if (row < 0) {
                        throw new AssertionError("the cursor leaves the screen");
                    }
                }
            }
        }
        var shown = new ArrayList<>(lines.stream().map(StringBuilder::toString).toList());
        if (shown.get(shown.size() - 1).isEmpty()) {
            shown.remove(shown.size() - 1);
        }
        return shown;
    }
}
