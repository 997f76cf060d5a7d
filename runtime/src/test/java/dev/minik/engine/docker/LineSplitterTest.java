package dev.minik.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(lines::add);

    private void accept(String text) {
        splitter.accept(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesMayComeInPieces() {
        accept("one\r\ntw");
        accept("o\n\nthr");
        assertEquals(List.of("one", "two", ""), lines);
        splitter.end();
        splitter.end();
        assertEquals(List.of("one", "two", "", "thr"), lines);
    }

    @Test
    void charactersMayComeInPieces() {
        var bytes = "grün\n".getBytes(StandardCharsets.UTF_8);
        for (byte one : bytes) {
            splitter.accept(new byte[] {one});
        }
        assertEquals(List.of("grün"), lines);
    }

    @Test
    void whatSystemdPrintsIsPlain() {
        accept(
                "[\u001B[0;32m  OK  \u001B[0m] Reached target \u001B[0;1;39mmulti-user.target\u001B[0m - Multi-User System.\r\n");
        accept("\u001B]3008;start=ab12;type=boot\u001B\\Welcome\u001B]0;title\u0007 to \u001B(BDebian\u001B[!p!\n");
        assertEquals(
                List.of("[  OK  ] Reached target multi-user.target - Multi-User System.", "Welcome to Debian!"), lines);
    }

    @Test
    void anEndlessLineIsCut() {
        accept("x".repeat(70_000));
        assertEquals(1, lines.size());
        assertEquals(64 * 1024, lines.get(0).length());
    }
}
